import type { Socket } from 'node:net';

/** Who waits for an answer, and may go away. */
export interface Waiting {
  readonly isGone: boolean;
  onGone(cut: () => void): void;
  forget(cut: () => void): void;
}

export function waitingAt(socket: Socket): Waiting {
  return {
    get isGone() {
      return socket.destroyed;
    },
    onGone: (cut) => void socket.once('close', cut),
    forget: (cut) => void socket.off('close', cut),
  };
}

export function waitingWith(signal: AbortSignal): Waiting {
  return {
    get isGone() {
      return signal.aborted;
    },
    onGone: (cut) => signal.addEventListener('abort', cut),
    forget: (cut) => signal.removeEventListener('abort', cut),
  };
}

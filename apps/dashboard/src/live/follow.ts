import { readEvents, StreamRefused } from './event-stream';

const PAUSE_MS = [1_000, 2_000, 5_000, 10_000];

export interface Listener {
  /** Something changed; the id is what `Last-Event-ID` takes up from. */
  readonly onEvent: (id: string | undefined) => void;
  readonly onState: (isLive: boolean) => void;
  /** The gateway no longer takes the token. */
  readonly onRejected: () => void;
}

/** Follows the person's downloads until the signal, over every break, and takes up each time where it was. */
export async function follow(
  token: string,
  after: string | undefined,
  signal: AbortSignal,
  listener: Listener,
): Promise<void> {
  let lastEventId = after;
  for (let failures = 0; !signal.aborted; failures += 1) {
    let wait = PAUSE_MS[Math.min(failures, PAUSE_MS.length - 1)] ?? 0;
    try {
      for await (const { id, event } of readEvents(token, lastEventId, signal)) {
        failures = 0;
        lastEventId = id ?? lastEventId;
        listener.onState(true);
        if (event === 'download') listener.onEvent(lastEventId);
      }
    } catch (error) {
      // Polling goes on meanwhile; a stream that broke or was refused is tried again.
      if (error instanceof StreamRefused && error.status === 401) return listener.onRejected();
      if (error instanceof StreamRefused) wait = Math.max(wait, (error.retryAfter ?? 0) * 1_000);
    }
    listener.onState(false);
    await pause(wait, signal);
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    const end = () => {
      clearTimeout(timer);
      resolve();
    };
    signal.addEventListener('abort', end, { once: true });
    window.addEventListener('online', end, { once: true });
  });
}

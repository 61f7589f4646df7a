import type { CLibrary } from './c-library.js';

/** How the head of an answer goes into its client's socket. The descriptor is the caller's to keep open. */
export interface SendingCalls {
  /** Bytes taken, or -1. They leave at once. */
  send(socket: number, bytes: Buffer): number;
  /** Bytes taken, or -1. They leave with what is sent next. */
  sendMore(socket: number, bytes: Buffer): number;
  /** While corked a socket sends full segments only: head and first bytes leave together. Uncorking sends the rest. */
  cork(socket: number, isCorked: boolean): void;
}

const IPPROTO_TCP = 6;
const TCP_CORK = 3;
const ON = Buffer.from(new Int32Array([1]).buffer);
const OFF = Buffer.from(new Int32Array([0]).buffer);
/** MSG_NOSIGNAL, MSG_DONTWAIT. */
const NOW = 0x4000 | 0x40;
const MSG_MORE = 0x8000;

export function bindSending(library: CLibrary): SendingCalls {
  const send = library.func('int64_t send(int socket, const void *bytes, size_t length, int flags)');
  const setsockopt = library.func(
    'int setsockopt(int socket, int level, int name, const void *value, uint32_t length)',
  );
  return {
    send: (socket, bytes) => Number(send(socket, bytes, bytes.length, NOW)),
    sendMore: (socket, bytes) => Number(send(socket, bytes, bytes.length, NOW | MSG_MORE)),
    cork: (socket, isCorked) => void setsockopt(socket, IPPROTO_TCP, TCP_CORK, isCorked ? ON : OFF, 4),
  };
}

import { bindSending, type CLibrary, loadCLibrary, type SendingCalls } from '@waybill/http-lane';
import { bindPageCache, type InMemory } from './page-cache.js';
import { readCount, writeCount } from './counts.js';

/** What the kernel knows of a TCP connection. */
export interface TcpFacts {
  /** False once the connection is closed or reset: nothing more will be acknowledged. */
  readonly alive: boolean;
  /** Bytes of our side of the stream that the other side's TCP acknowledged, since the connection began. */
  readonly acknowledged: number;
}

/** The few system calls that Node does not offer. All descriptors are the caller's to keep open during a call. */
export interface Libc extends SendingCalls {
  /** Moves bytes from file to socket. Bytes moved; 0 at the file's end; -1 where nothing could be moved. */
  sendFile(socket: number, file: number, position: number, length: number): number;
  /** As `sendFile`, on a thread of the pool. */
  sendFileOnPool(socket: number, file: number, position: number, length: number): Promise<number>;
  /** A second descriptor of the same socket, or -1. */
  duplicate(descriptor: number): number;
  close(descriptor: number): void;
  tcpFacts(socket: number): TcpFacts | null;
  readonly isInMemory: InMemory;
}

const F_DUPFD_CLOEXEC = 1030;
const IPPROTO_TCP = 6;
const TCP_INFO = 11;
/** Of `struct tcp_info` (linux/tcp.h): `tcpi_state`, and `tcpi_bytes_acked`, there since Linux 4.1. */
const STATE_OFFSET = 0;
const BYTES_ACKED_OFFSET = 120;
const INFO_LENGTH = 256;
const TCP_CLOSE = 7;

/** Null where the platform is not Linux or the C library cannot be loaded: then the pooled path moves the bytes. */
export function loadLibc(): Libc | null {
  const library = loadCLibrary();
  return library === null ? null : bind(library);
}

/** More calls than the pool has threads only wait, and koffi keeps a stack and a heap for each that is under way. */
const CALLS_AT_ONCE = 8;

/** Lets so many works run at once; the others take turns. */
class Turnstile {
  readonly #waiting: (() => void)[] = [];
  #free = CALLS_AT_ONCE;

  async pass<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free === 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#free -= 1;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free += 1;
      else next();
    }
  }
}

function bind(library: CLibrary): Libc {
  const sendfile = library.func('int64_t sendfile64(int out, int in, _Inout_ int64_t *offset, size_t count)');
  const fcntl = library.func('int fcntl(int descriptor, int command, int argument)');
  const close = library.func('int close(int descriptor)');
  const getsockopt = library.func(
    'int getsockopt(int socket, int level, int name, void *value, void *length)',
  );
  const turnstile = new Turnstile();
  const info = Buffer.alloc(INFO_LENGTH);
  const infoLength = new Uint32Array(1);
  const offset = Buffer.alloc(8);
  const sendfileNow = library.func('int64_t sendfile64(int out, int in, void *offset, size_t count)');
  return {
    ...bindSending(library),
    sendFile: (socket, file, position, length) => {
      writeCount(offset, position, 0);
      return Number(sendfileNow(socket, file, offset, length));
    },
    sendFileOnPool: (socket, file, position, length) =>
      turnstile.pass(
        () =>
          new Promise((resolve) => {
            sendfile.async(socket, file, [position], length, (error: unknown, moved: unknown) =>
              resolve(error ? -1 : Number(moved)),
            );
          }),
      ),
    duplicate: (descriptor) => Number(fcntl(descriptor, F_DUPFD_CLOEXEC, 0)),
    close: (descriptor) => void close(descriptor),
    isInMemory: bindPageCache(library),
    tcpFacts: (socket) => {
      infoLength[0] = INFO_LENGTH;
      const failed = getsockopt(socket, IPPROTO_TCP, TCP_INFO, info, infoLength) as number;
      if (failed !== 0 || infoLength[0] < BYTES_ACKED_OFFSET + 8) return null;
      return {
        alive: info[STATE_OFFSET] !== TCP_CLOSE,
        acknowledged: readCount(info, BYTES_ACKED_OFFSET),
      };
    },
  };
}

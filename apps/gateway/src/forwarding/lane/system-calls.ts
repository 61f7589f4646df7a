import { bindSending, type CLibrary, loadCLibrary, type SendingCalls } from '@waybill/http-lane';
import koffi from 'koffi';

/** Nothing could be moved just now. */
export const AGAIN = -1;

/** The few calls of Linux by which bytes go from one socket to another. They never wait, so they run where they are asked for. */
export interface SystemCalls extends SendingCalls {
  /** Descriptors of a pipe that waits for nobody, or null. */
  pipe(capacity: number): { readonly reading: number; readonly writing: number } | null;
  /** Bytes moved; 0 at the end of the stream; `AGAIN`. Throws where a side is broken. */
  splice(from: number, to: number, length: number): number;
  read(from: number, into: Buffer): number;
  write(to: number, bytes: Buffer): number;
  /** Bytes that a socket would take now; null where the kernel does not tell. */
  roomOf(socket: number): number | null;
  /** Bounds what a socket may hold that its program has not read yet. */
  limitUnread(socket: number, bytes: number): void;
  /** Bounds what a socket may hold that it has not sent yet; what is on its way is not counted, so no link is slower for it. */
  limitUnsent(socket: number, bytes: number): void;
  /** Whether something waits to be read from a socket, its end included. */
  isReadable(socket: number): boolean;
}

const O_NONBLOCK = 0o4000;
const O_CLOEXEC = 0o2000000;
const F_SETPIPE_SZ = 1031;
/** SPLICE_F_MOVE, SPLICE_F_NONBLOCK. */
const SPLICE = 0x1 | 0x2;
/** MSG_PEEK, MSG_DONTWAIT. */
const PEEK = 0x2 | 0x40;
const SOL_SOCKET = 1;
const SO_RCVBUF = 8;
const IPPROTO_TCP = 6;
const TCP_NOTSENT_LOWAT = 25;
/** linux/sock_diag.h, since Linux 4.12: what a socket may hold to be sent, and what it holds. */
const SO_MEMINFO = 55;
const MEMINFO_WORDS = 9;
const SNDBUF = 3;
const WMEM_QUEUED = 5;

/** Null where the platform is not Linux or the C library cannot be loaded. */
export function loadSystemCalls(): SystemCalls | null {
  const library = loadCLibrary();
  return library === null ? null : bind(library);
}

function bind(library: CLibrary): SystemCalls {
  const splice = library.func(
    'int64_t splice(int from, void *from_at, int to, void *to_at, size_t length, unsigned int flags)',
  );
  const read = library.func('int64_t read(int descriptor, void *bytes, size_t length)');
  const write = library.func('int64_t write(int descriptor, const void *bytes, size_t length)');
  return {
    ...pipes(library),
    ...sockets(library),
    ...limits(library),
    ...bindSending(library),
    splice: (from, to, length) => moved('splice', splice(from, null, to, null, length, SPLICE)),
    read: (from, into) => moved('read', read(from, into, into.length)),
    write: (to, bytes) => moved('write', write(to, bytes, bytes.length)),
  };
}

function pipes(library: CLibrary): Pick<SystemCalls, 'pipe'> {
  const pipe2 = library.func('int pipe2(_Out_ int *descriptors, int flags)');
  const fcntl = library.func('int fcntl(int descriptor, int command, int argument)');
  return {
    pipe: (capacity) => {
      const descriptors = [-1, -1];
      if (pipe2(descriptors, O_NONBLOCK | O_CLOEXEC) !== 0) return null;
      const [reading = -1, writing = -1] = descriptors;
      fcntl(writing, F_SETPIPE_SZ, capacity);
      return { reading, writing };
    },
  };
}

function sockets(library: CLibrary): Pick<SystemCalls, 'roomOf' | 'isReadable'> {
  const recv = library.func('int64_t recv(int socket, void *bytes, size_t length, int flags)');
  const getsockopt = library.func(
    'int getsockopt(int socket, int level, int name, void *value, void *length)',
  );
  const peeked = Buffer.alloc(1);
  const memory = new Uint32Array(MEMINFO_WORDS);
  const length = new Uint32Array(1);
  return {
    roomOf: (socket) => {
      length[0] = memory.byteLength;
      if (getsockopt(socket, SOL_SOCKET, SO_MEMINFO, memory, length) !== 0) return null;
      return Math.max(0, (memory[SNDBUF] ?? 0) - (memory[WMEM_QUEUED] ?? 0));
    },
    isReadable: (socket) => Number(recv(socket, peeked, 1, PEEK)) >= 0,
  };
}

function limits(library: CLibrary): Pick<SystemCalls, 'limitUnread' | 'limitUnsent'> {
  const setsockopt = library.func(
    'int setsockopt(int socket, int level, int name, const void *value, uint32_t length)',
  );
  const value = new Int32Array(1);
  const set = (socket: number, level: number, name: number, bytes: number) => {
    value[0] = bytes;
    setsockopt(socket, level, name, value, value.byteLength);
  };
  return {
    limitUnread: (socket, bytes) => set(socket, SOL_SOCKET, SO_RCVBUF, bytes),
    limitUnsent: (socket, bytes) => set(socket, IPPROTO_TCP, TCP_NOTSENT_LOWAT, bytes),
  };
}

function moved(call: string, result: unknown): number {
  const bytes = Number(result);
  if (bytes >= 0) return bytes;
  const errno = koffi.errno();
  if (errno === koffi.os.errno.EAGAIN) return AGAIN;
  throw new Error(`${call} failed with errno ${String(errno)}`);
}

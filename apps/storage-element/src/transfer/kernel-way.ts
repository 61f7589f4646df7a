import { SourceChangedError } from '../sources/open-bytes.js';
import type { Libc } from './libc.js';
import type { Line } from './line.js';

/** Two descriptors between which the kernel can move bytes. */
export interface Route {
  readonly libc: Libc;
  readonly socket: number;
  readonly file: number;
}

/** How much one system call may move: long enough to be cheap, short enough to be stopped. */
const PIECE_BYTES = 4 * 1024 * 1024;
/** So much is copied for Node to tell when a full socket has room again: the rest of it is for the kernel to fill. */
const AWAITED_BYTES = 32 * 1024;
/** Up to this what is in memory is sent on the spot: a trip to the pool would take longer than the call. */
const ON_THE_SPOT_BYTES = 1024 * 1024;

/**
 * A short body that is in memory goes into the socket without waiting for anything, as much of it as fits. What does not is
 * left to `sendByKernel`.
 */
export function sendOnTheSpot(line: Line, route: Route, position: number): void {
  const { outlet, stretch, throttle } = line;
  if (!throttle.isOpen || !isQuick(line, route, position, stretch.length)) return;
  const { libc, socket } = route;
  const head = outlet.takeHead();
  if (head !== null) {
    if (sendHead(line, libc, socket, head)) moveNow(line, route, position);
    return;
  }
  libc.cork(socket, true);
  outlet.flushHead();
  if (outlet.socket.writableLength === 0) moveNow(line, route, position);
  libc.cork(socket, false);
}

/** True where the kernel took the whole head; the rest of one that did not fit is written by Node. */
function sendHead({ outlet, stretch }: Line, libc: Libc, socket: number, head: Buffer): boolean {
  const sent = Math.max(0, libc.sendMore(socket, head));
  stretch.connection.addMoved(sent);
  if (sent < head.length) outlet.socket.write(head.subarray(sent));
  return sent === head.length;
}

function moveNow(line: Line, { libc, socket, file }: Route, position: number): void {
  line.stretch.begin();
  const moved = libc.sendFile(socket, file, position, line.stretch.length);
  if (moved > 0) count(line, moved);
}

export async function sendByKernel(line: Line, route: Route, start: number, end: number): Promise<void> {
  await flushHead(line);
  for (let at = start; at < end;) {
    line.source.check();
    const wanted = await line.allowed(Math.min(end - at, PIECE_BYTES));
    const moved = await move(line, route, at, wanted);
    at += moved;
    const rest = wanted - moved;
    // The socket is full. One ordinary write: its callback says when the client has caught up, and no thread waits for it.
    const written = rest > 0 ? await writeFromFile(line, at, rest) : 0;
    at += written;
    if (written < rest) line.throttle.give(rest - written);
  }
}

async function move(line: Line, route: Route, position: number, length: number): Promise<number> {
  const { libc, socket, file } = route;
  const moved = isQuick(line, route, position, length)
    ? libc.sendFile(socket, file, position, length)
    : await libc.sendFileOnPool(socket, file, position, length);
  if (moved > 0) count(line, moved);
  line.throwIfStopped();
  if (moved === 0) throw new SourceChangedError();
  return Math.max(0, moved);
}

/** What has to be read from a disk first would keep everybody else waiting. */
function isQuick({ source }: Line, { libc, file }: Route, position: number, length: number): boolean {
  return length <= ON_THE_SPOT_BYTES && (libc.isInMemory(file, position, length) ?? source.isWarm);
}

function count({ stretch }: Line, moved: number): void {
  stretch.connection.addMoved(moved);
  stretch.add(moved);
}

async function writeFromFile(line: Line, position: number, wanted: number): Promise<number> {
  const { pool, source } = line;
  const buffer = pool.take();
  let idle = true;
  try {
    const length = await source.read(buffer, position, Math.min(wanted, AWAITED_BYTES));
    if (length === 0) throw new SourceChangedError();
    idle = false;
    await line.write(buffer.subarray(0, length));
    idle = true;
    return length;
  } finally {
    if (idle) pool.give(buffer);
    else pool.abandon();
  }
}

/** What the kernel sends must come behind everything that Node still has to send. */
async function flushHead(line: Line): Promise<void> {
  line.outlet.flushHead();
  if (line.outlet.socket.writableLength > 0) await line.flushed();
  line.throwIfStopped();
  line.stretch.begin();
}

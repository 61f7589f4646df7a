import { type BigIntStats, fstatSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import type { BufferPool } from '../transfer/buffer-pool.js';
import { SourceChangedError } from './open-bytes.js';

/** One open file of the disk, as it was when it was opened. */
export class LocalBytes {
  constructor(
    private readonly handle: FileHandle,
    private readonly opened: BigIntStats,
    private readonly pool: BufferPool,
  ) {}

  get descriptor(): number {
    return this.handle.fd;
  }

  get changedAt(): Date {
    return this.opened.mtime;
  }

  /** Another length or another time of change: these are other bytes. A new link count is none of our business. */
  check(): void {
    const now = fstatSync(this.handle.fd, { bigint: true });
    if (now.size !== this.opened.size || now.mtimeNs !== this.opened.mtimeNs) throw new SourceChangedError();
  }

  async read(into: Buffer, position: number, length: number): Promise<number> {
    return (await this.handle.read(into, 0, length, position)).bytesRead;
  }

  async *chunks(start: number, end: number, signal: AbortSignal): AsyncGenerator<Buffer> {
    const buffer = this.pool.take();
    let idle = true;
    try {
      for (let at = start; at < end;) {
        signal.throwIfAborted();
        this.check();
        const length = await this.read(buffer, at, Math.min(buffer.length, end - at));
        if (length === 0) throw new SourceChangedError();
        idle = false;
        yield buffer.subarray(0, length);
        idle = true;
        at += length;
      }
    } finally {
      // Left in the middle of a yield: the socket may still hold the buffer.
      if (idle) this.pool.give(buffer);
      else this.pool.abandon();
    }
  }

  close(): Promise<void> {
    return this.handle.close();
  }
}

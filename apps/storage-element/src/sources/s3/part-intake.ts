import { createHash } from 'node:crypto';
import { fileTooLarge } from '../../domain/refusals.js';
import type { BufferPool } from '../../transfer/buffer-pool.js';
import type { Bucket } from './bucket.js';
import { Multipart } from './multipart.js';

/**
 * Takes one body in by parts: one fills while the one before is on its way, so an upload holds two buffers however large
 * it is. A body of a single part waits in its buffer until it is kept.
 */
export class PartIntake {
  readonly #hash = createHash('sha256');
  readonly #stop = new AbortController();
  #filling: Buffer;
  #filled = 0;
  #size = 0;
  #parts = 0;
  #multipart: Multipart | null = null;
  #sending: Promise<void> = Promise.resolve();
  /** The last buffer was handed to a connection that has not answered. */
  #isSent = false;

  constructor(
    private readonly bucket: Bucket,
    private readonly key: string,
    private readonly pool: BufferPool,
  ) {
    this.#filling = pool.take();
  }

  async take(body: AsyncIterable<Buffer>, limit: number): Promise<{ size: number; sha256: string }> {
    for await (const chunk of body) {
      this.#size += chunk.length;
      if (this.#size > limit) throw fileTooLarge(limit);
      this.#hash.update(chunk);
      await this.#add(chunk);
    }
    if (this.#multipart !== null && this.#filled > 0) await this.#send();
    await this.#sending;
    return { size: this.#size, sha256: this.#hash.digest('hex') };
  }

  /** From here on the object is there. */
  async keep(): Promise<void> {
    if (this.#multipart !== null) return this.#multipart.complete();
    this.#isSent = true;
    await this.bucket.put(this.key, this.#filling.subarray(0, this.#filled));
    this.#isSent = false;
  }

  /** Once, also after `keep`: what is complete stays. */
  async discard(): Promise<void> {
    this.#stop.abort(new Error('The upload is over'));
    // A part that arrives after the abort would stay for good.
    await this.#sending.catch(() => undefined);
    this.#giveBack();
    await this.#multipart?.abort();
  }

  async #add(chunk: Buffer): Promise<void> {
    for (let at = 0; at < chunk.length;) {
      if (this.#filled === this.#filling.length) await this.#send();
      const copied = chunk.copy(this.#filling, this.#filled, at);
      this.#filled += copied;
      at += copied;
    }
  }

  async #send(): Promise<void> {
    this.#multipart ??= await Multipart.begin(this.bucket, this.key);
    await this.#sending;
    const [buffer, length] = [this.#filling, this.#filled];
    this.#parts += 1;
    this.#sending = this.#multipart.send(this.#parts, buffer.subarray(0, length), this.#stop.signal).then(
      () => this.pool.give(buffer),
      (error: unknown) => this.#lose(error),
    );
    // Whoever waits for it next is told.
    this.#sending.catch(() => undefined);
    this.#filling = this.pool.take();
    this.#filled = 0;
  }

  /** A connection that failed may still hold the buffer. */
  #lose(error: unknown): never {
    this.pool.abandon();
    throw error;
  }

  #giveBack(): void {
    if (this.#isSent) this.pool.abandon();
    else this.pool.give(this.#filling);
  }
}

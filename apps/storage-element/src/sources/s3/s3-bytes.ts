import { OpenBytes } from '../open-bytes.js';
import { piecesOf } from './body-pieces.js';
import type { Bucket, ObjectFacts } from './bucket.js';
import { ReadingFailedError } from './reading-failed.error.js';

/** One object as it was when it was opened: every read names its ETag. */
export class S3Bytes extends OpenBytes {
  override readonly descriptor = null;
  override readonly isWarm = false;

  constructor(
    private readonly bucket: Bucket,
    private readonly key: string,
    private readonly facts: ObjectFacts,
  ) {
    super();
  }

  override get changedAt(): Date | null {
    return this.facts.changedAt;
  }

  override async *chunks(start: number, end: number, signal: AbortSignal): AsyncGenerator<Buffer> {
    if (start >= end) return;
    const body = await this.bucket.read(this.key, this.facts, { start, end }, signal);
    const stop = () => body.destroy(signal.reason as Error);
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    try {
      yield* exactly(end - start, piecesOf(body, this.bucket.options.timeoutMs));
    } catch (error) {
      if (signal.aborted || error instanceof ReadingFailedError) throw error;
      throw new ReadingFailedError('it broke off', { cause: error });
    } finally {
      signal.removeEventListener('abort', stop);
      // Left early: its connection holds bytes that nobody wants.
      body.on('error', () => undefined).destroy();
    }
  }

  override read(): Promise<number> {
    throw new Error('An object has no descriptor to read from');
  }

  override check(): void {
    // Each read was for the ETag of the opening.
  }

  override release(): void {
    // A body's connection ends with its chunks.
  }
}

/** No more and no fewer: a server's word about the length is not enough. */
async function* exactly(length: number, chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let left = length;
  for await (const chunk of chunks) {
    left -= chunk.length;
    if (left < 0) throw new ReadingFailedError('it sent more than was asked for');
    yield chunk;
  }
  if (left > 0) throw new ReadingFailedError('it ended early');
}

import { Logger } from '@nestjs/common';
import { notOnStorage } from '../../domain/refusals.js';
import type { StoredFile } from '../../domain/stored-file.js';
import type { BufferPool } from '../../transfer/buffer-pool.js';
import type { HeldBytes } from '../../domain/held-bytes.js';
import { type ArrivedBytes, ByteStore } from '../byte-store.js';
import type { OpenBytes } from '../open-bytes.js';
import type { Bucket } from './bucket.js';
import { sweepLeftovers } from './leftovers.js';
import { MAX_PARTS } from './multipart.js';
import { objectsOf } from './objects.js';
import { PartIntake } from './part-intake.js';
import { S3Bytes } from './s3-bytes.js';

/**
 * Files as objects of a bucket. A file's id is its key, so that a presigned URL needs no more than the id; what that asks
 * of uploads and removals of one id, the catalogue sees to (`Files.add`, `Files.remove`).
 */
export class S3Store extends ByteStore {
  readonly #logger = new Logger('S3');

  constructor(
    private readonly bucket: Bucket,
    private readonly parts: BufferPool,
    private readonly leftoverMs: number,
  ) {
    super();
  }

  override get largestBody(): number {
    return this.parts.size * MAX_PARTS;
  }

  /** A bucket that is away, or hangs, keeps nobody from starting: readiness tells. */
  override prepare(): Promise<void> {
    void this.#sweep();
    return Promise.resolve();
  }

  override async receive(id: string, body: AsyncIterable<Buffer>, limit: number): Promise<ArrivedBytes> {
    const location = this.bucket.keyOf(id);
    const intake = new PartIntake(this.bucket, location, this.parts);
    try {
      const { size, sha256 } = await intake.take(body, Math.min(limit, this.largestBody));
      return {
        location,
        size,
        sha256,
        keep: () => intake.keep(),
        discard: () => this.#giveUp(intake),
        // The next upload of the id writes over it; until then nothing leads to it.
        takeBack: () => Promise.resolve(),
      };
    } catch (error) {
      await this.#giveUp(intake);
      throw error;
    }
  }

  override async open(file: StoredFile): Promise<OpenBytes> {
    const facts = await this.bucket.head(file.location);
    if (facts?.size !== file.size) throw notOnStorage();
    return new S3Bytes(this.bucket, file.location, facts);
  }

  /** What an object is now, only the bucket knows. */
  override peek(): undefined {
    return undefined;
  }

  override remove(location: string): Promise<void> {
    return this.bucket.delete(location);
  }

  override inventory(): AsyncIterable<HeldBytes> {
    return objectsOf(this.bucket);
  }

  override async holds(location: string): Promise<boolean> {
    return (await this.bucket.head(location)) !== null;
  }

  override check(): Promise<void> {
    return this.bucket.check();
  }

  /** Whatever the sender is told, this is not it: what could not be aborted is swept later. */
  async #giveUp(intake: PartIntake): Promise<void> {
    try {
      await intake.discard();
    } catch (error) {
      this.#logger.warn({ err: error }, 'An upload could not be aborted');
    }
  }

  async #sweep(): Promise<void> {
    try {
      await sweepLeftovers(this.bucket, new Date(Date.now() - this.leftoverMs));
    } catch (error) {
      this.#logger.warn({ err: error }, 'Leftovers of uploads that died could not be swept');
    }
  }
}

import { PutObjectCommand, type S3Client, UploadPartCommand } from '@aws-sdk/client-s3';
import { Logger } from '@nestjs/common';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { digestOf } from '../../application/digest-of.js';
import { UploadArea, type UploadTarget } from '../../application/upload-area.js';
import { type DirectUpload, partsOf, type UploadPart } from '../../domain/direct-upload.js';
import { digestMismatch, sizeMismatch, uploadChanged, uploadIncomplete } from '../../domain/refusals.js';
import { Throttle } from '../../transfer/throttle.js';
import type { ArrivedBytes } from '../byte-store.js';
import { SourceChangedError } from '../open-bytes.js';
import type { Bucket, ObjectFacts } from './bucket.js';
import { Multipart } from './multipart.js';
import { ReadingFailedError } from './reading-failed.error.js';
import { S3Bytes } from './s3-bytes.js';
import { s3Refusal } from './s3-errors.js';

/** Of a file that goes from the area to its place; S3 takes 5 GiB at most. */
const COPY_BYTES = 1024 ** 3;

/**
 * Clients put bytes under keys that are no file's, by presigned URLs; so nobody who holds one of those can touch a file,
 * before or after. What was verified is copied by the server, in parts that name its ETag.
 */
export class S3UploadArea extends UploadArea {
  readonly #logger = new Logger('Uploads');

  constructor(
    private readonly bucket: Bucket,
    /** As clients reach the bucket: a URL signed for another host is refused. */
    private readonly outside: S3Client,
  ) {
    super();
  }

  override async begin({ id, size, partSize }: DirectUpload): Promise<string | null> {
    if (size <= partSize) return null;
    return (await Multipart.begin(this.bucket, this.#keyOf(id))).uploadId;
  }

  override async targets(upload: DirectUpload, now: Date): Promise<readonly UploadTarget[]> {
    const arrived = await this.#arrived(upload);
    const missing = partsOf(upload).filter((part) => !arrived.has(part.number));
    return Promise.all(missing.map(async (part) => ({ ...part, url: await this.#sign(upload, part, now) })));
  }

  override take(upload: DirectUpload, signal: AbortSignal): Promise<ArrivedBytes> {
    return this.#take(upload, signal).catch((error: unknown) => {
      if (error instanceof SourceChangedError) throw uploadChanged();
      throw error instanceof ReadingFailedError ? s3Refusal(error) : error;
    });
  }

  async #take(upload: DirectUpload, signal: AbortSignal): Promise<ArrivedBytes> {
    const key = this.#keyOf(upload.id);
    const staged = (await this.bucket.head(key)) ?? (await this.#assemble(upload));
    if (staged.size !== upload.size) throw sizeMismatch(upload.size, staged.size);
    const source = new S3Bytes(this.bucket, key, staged);
    const sha256 = await digestOf(source, staged.size, Throttle.none, signal);
    if (sha256 !== upload.sha256) throw digestMismatch();
    return this.#copy(upload, staged);
  }

  override async discard({ id, multipartId }: DirectUpload): Promise<void> {
    if (multipartId !== null) await Multipart.of(this.bucket, this.#keyOf(id), multipartId).abort();
    await this.bucket.delete(this.#keyOf(id));
  }

  #keyOf(id: string): string {
    return this.bucket.incomingKeyOf(id);
  }

  /** The numbers of the parts that are there whole. */
  async #arrived({ id, multipartId, size, partSize }: DirectUpload): Promise<ReadonlySet<number>> {
    if (multipartId === null) {
      const staged = await this.bucket.head(this.#keyOf(id));
      return new Set(staged?.size === size ? [1] : []);
    }
    const parts = await Multipart.of(this.bucket, this.#keyOf(id), multipartId).arrived();
    const sizes = new Map(partsOf({ size, partSize }).map(({ number, start, end }) => [number, end - start]));
    return new Set(parts.filter((part) => sizes.get(part.number) === part.size).map(({ number }) => number));
  }

  /** Puts the parts together, once all are there. */
  async #assemble(upload: DirectUpload): Promise<ObjectFacts> {
    const arrived = await this.#arrived(upload);
    const missing = partsOf(upload).filter(({ number }) => !arrived.has(number));
    if (missing.length > 0 || upload.multipartId === null)
      throw uploadIncomplete(missing.map(({ number }) => number));
    const key = this.#keyOf(upload.id);
    const multipart = Multipart.of(this.bucket, key, upload.multipartId);
    await multipart.complete(await multipart.arrived());
    const staged = await this.bucket.head(key);
    if (staged === null) throw uploadIncomplete([]);
    return staged;
  }

  /** Everything but the last step, which makes it visible. */
  async #copy(upload: DirectUpload, staged: ObjectFacts): Promise<ArrivedBytes> {
    const { id, fileId, size, sha256 } = upload;
    const source = this.#keyOf(id);
    const location = this.bucket.keyOf(fileId);
    const copy = await Multipart.begin(this.bucket, location);
    try {
      for (const part of partsOf({ size, partSize: COPY_BYTES }))
        await copy.copy(part.number, source, staged, part);
    } catch (error) {
      await this.#giveUp(copy);
      throw error;
    }
    return {
      location,
      size,
      sha256,
      keep: () => copy.complete(),
      discard: () => this.#giveUp(copy),
      takeBack: () => Promise.resolve(),
    };
  }

  /** The file is what counts: what could not be aborted is swept later. */
  async #giveUp(copy: Multipart): Promise<void> {
    try {
      await copy.abort();
    } catch (error) {
      this.#logger.warn({ err: error }, 'A copy could not be aborted');
    }
  }

  #sign(upload: DirectUpload, part: UploadPart, now: Date): Promise<string> {
    const { id, multipartId, expiresAt } = upload;
    // The length is part of the signature: more or fewer bytes are refused at the door.
    const target = { ...this.bucket.at(this.#keyOf(id)), ContentLength: part.end - part.start };
    const command =
      multipartId === null
        ? new PutObjectCommand(target)
        : new UploadPartCommand({ ...target, UploadId: multipartId, PartNumber: part.number });
    const expiresIn = Math.max(1, Math.floor((expiresAt.getTime() - now.getTime()) / 1000));
    return getSignedUrl(this.outside, command as PutObjectCommand, { expiresIn, signingDate: now });
  }
}

import type { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { SourceChangedError } from '../open-bytes.js';
import { ReadingFailedError } from './reading-failed.error.js';
import { isMissing, isOverwritten, s3Refusal } from './s3-errors.js';

export interface BucketOptions {
  readonly bucket: string;
  /** Before the id of a file in its object's key. */
  readonly keyPrefix: string;
  /** How long the server may be silent. */
  readonly timeoutMs: number;
}

/** What an object was when it was opened. */
export interface ObjectFacts {
  readonly etag: string;
  readonly size: number;
  readonly changedAt: Date | null;
}

export interface Slice {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

/** The objects of one bucket. Refuses with NETWORK_ERROR where the server does not answer as it should. */
export class Bucket {
  constructor(
    readonly client: S3Client,
    readonly options: BucketOptions,
  ) {}

  keyOf(fileId: string): string {
    return `${this.options.keyPrefix}${fileId}`;
  }

  /** Where clients put bytes that are no file yet. */
  incomingKeyOf(uploadId: string): string {
    return `${this.options.keyPrefix}incoming/${uploadId}`;
  }

  /** The id that one of our keys, of either kind, is made of. */
  idOf(key: string): string {
    return key.startsWith(this.options.keyPrefix)
      ? key.slice(this.options.keyPrefix.length).replace(/^incoming\//, '')
      : '';
  }

  /** Rejects where the bucket is not there for us. */
  async check(): Promise<void> {
    await this.client.send(new HeadBucketCommand({ Bucket: this.options.bucket }), this.#short);
  }

  /** Null where there is no such object. */
  async head(key: string): Promise<ObjectFacts | null> {
    try {
      const answer = await this.client.send(new HeadObjectCommand(this.at(key)), this.#short);
      const { ETag: etag, ContentLength: size, LastModified: changedAt = null } = answer;
      if (etag === undefined || size === undefined)
        throw new ReadingFailedError('HEAD told no ETag or length');
      return { etag, size, changedAt };
    } catch (error) {
      if (isMissing(error)) return null;
      throw s3Refusal(error);
    }
  }

  /** The bytes of a slice as they come; rejects where the object is another one or the answer is not for that slice. */
  async read(key: string, facts: ObjectFacts, { start, end }: Slice, signal: AbortSignal): Promise<Readable> {
    const command = new GetObjectCommand({
      ...this.at(key),
      // RFC 9110, 14.1.2: the last position is inclusive.
      Range: `bytes=${start}-${end - 1}`,
      IfMatch: facts.etag,
    });
    const answer = await this.client.send(command, { ...this.#short, abortSignal: signal }).catch(refuseRead);
    const body = answer.Body as Readable;
    const fits =
      answer.ETag === facts.etag &&
      answer.ContentRange === `bytes ${start}-${end - 1}/${facts.size}` &&
      answer.ContentLength === end - start;
    if (fits) return body;
    body.on('error', () => undefined).destroy();
    throw new ReadingFailedError('the answer is not for the slice that was asked for');
  }

  async put(key: string, body: Buffer): Promise<void> {
    const command = new PutObjectCommand({ ...this.at(key), Body: body, ContentLength: body.length });
    await this.client.send(command, this.sending).catch(refuse);
  }

  /** Also where there is none. */
  async delete(key: string): Promise<void> {
    await this.client.send(new DeleteObjectCommand(this.at(key)), this.#short).catch(refuse);
  }

  at(key: string) {
    return { Bucket: this.options.bucket, Key: key };
  }

  /** A few MiB have to get there before it answers. */
  get sending() {
    return { requestTimeout: this.options.timeoutMs * 6 };
  }

  /** It copies gigabytes before it answers. */
  get assembling() {
    return { requestTimeout: this.options.timeoutMs * 30 };
  }

  get #short() {
    return { requestTimeout: this.options.timeoutMs };
  }
}

function refuse(error: unknown): never {
  throw s3Refusal(error);
}

/** 412 says that the object is another one now, 404 that it is gone; anything else, that it cannot be read for the moment. */
function refuseRead(error: unknown): never {
  if (isMissing(error) || isOverwritten(error)) throw new SourceChangedError();
  throw new ReadingFailedError('the object could not be asked for', { cause: error });
}

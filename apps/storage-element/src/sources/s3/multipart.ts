import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListPartsCommand,
  type ListPartsCommandOutput,
  type Part,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import type { Bucket, ObjectFacts, Slice } from './bucket.js';
import { isNoSuchUpload, isOverwritten, s3Refusal } from './s3-errors.js';
import { SourceChangedError } from '../open-bytes.js';

export interface ArrivedPart extends CompletedPart {
  readonly number: number;
  readonly size: number;
}

/** S3's own limit. */
export const MAX_PARTS = 10_000;

/** An object that is being made of parts: nobody sees it before `complete`. */
export class Multipart {
  readonly #parts: CompletedPart[] = [];

  private constructor(
    private readonly bucket: Bucket,
    private readonly key: string,
    readonly uploadId: string,
  ) {}

  static async begin(bucket: Bucket, key: string): Promise<Multipart> {
    const command = new CreateMultipartUploadCommand(bucket.at(key));
    const { UploadId } = await bucket.client.send(command, bucket.sending).catch(refuse);
    return new Multipart(bucket, key, UploadId ?? '');
  }

  /** One that was begun before. */
  static of(bucket: Bucket, key: string, uploadId: string): Multipart {
    return new Multipart(bucket, key, uploadId);
  }

  async send(number: number, body: Buffer, signal: AbortSignal): Promise<void> {
    const part = { ...this.#target, PartNumber: number, Body: body, ContentLength: body.length };
    const options = { ...this.bucket.sending, abortSignal: signal };
    const { ETag } = await this.bucket.client.send(new UploadPartCommand(part), options).catch(refuse);
    this.#parts.push({ PartNumber: number, ETag });
  }

  /** A part that the server takes from another object, if that one is still what it was. */
  async copy(number: number, source: string, facts: ObjectFacts, { start, end }: Slice): Promise<void> {
    const command = new UploadPartCopyCommand({
      ...this.#target,
      PartNumber: number,
      CopySource: `${this.bucket.options.bucket}/${source.split('/').map(encodeURIComponent).join('/')}`,
      CopySourceRange: `bytes=${start}-${end - 1}`,
      CopySourceIfMatch: facts.etag,
    });
    const answer = await this.bucket.client.send(command, this.bucket.assembling).catch(refuseCopy);
    this.#parts.push({ PartNumber: number, ETag: answer.CopyPartResult?.ETag });
  }

  /** What has arrived, in order. */
  async arrived(): Promise<readonly ArrivedPart[]> {
    const parts: ArrivedPart[] = [];
    try {
      for await (const { PartNumber: number = 0, ETag, Size: size = 0 } of this.#list())
        parts.push({ PartNumber: number, ETag, number, size });
    } catch (error) {
      if (isNoSuchUpload(error)) return [];
      throw s3Refusal(error);
    }
    return parts;
  }

  async complete(parts: readonly CompletedPart[] = this.#parts): Promise<void> {
    const inOrder = parts
      .map(({ PartNumber = 0, ETag }) => ({ PartNumber, ETag }))
      .toSorted((a, b) => a.PartNumber - b.PartNumber);
    const command = new CompleteMultipartUploadCommand({
      ...this.#target,
      MultipartUpload: { Parts: inOrder },
    });
    await this.bucket.client.send(command, this.bucket.assembling).catch(refuse);
  }

  /** Also where it is complete or was aborted before. */
  async abort(): Promise<void> {
    const command = new AbortMultipartUploadCommand(this.#target);
    await this.bucket.client.send(command, this.bucket.sending).catch((error: unknown) => {
      if (!isNoSuchUpload(error)) throw s3Refusal(error);
    });
  }

  /** Page by page; the SDK's own paginator goes on for ever after the last one. */
  async *#list(): AsyncGenerator<Part> {
    let PartNumberMarker: string | undefined;
    for (let isMore = true; isMore;) {
      const page: ListPartsCommandOutput = await this.bucket.client.send(
        new ListPartsCommand({ ...this.#target, PartNumberMarker }),
        this.bucket.sending,
      );
      yield* page.Parts ?? [];
      PartNumberMarker = page.NextPartNumberMarker;
      isMore = page.IsTruncated === true;
    }
  }

  get #target() {
    return { ...this.bucket.at(this.key), UploadId: this.uploadId };
  }
}

function refuse(error: unknown): never {
  throw s3Refusal(error);
}

function refuseCopy(error: unknown): never {
  throw isOverwritten(error) ? new SourceChangedError() : s3Refusal(error);
}

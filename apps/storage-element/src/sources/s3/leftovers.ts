import {
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandInput,
  type ListMultipartUploadsCommandOutput as Page,
  type MultipartUpload,
} from '@aws-sdk/client-s3';
import { isUuid } from '@waybill/kernel';
import type { Bucket } from './bucket.js';
import { Multipart } from './multipart.js';

/** Aborts the uploads by parts that began before a time and were never completed. Only those of our keys: a bucket may have other users. */
export async function sweepLeftovers(bucket: Bucket, before: Date): Promise<number> {
  let swept = 0;
  for await (const { Key = '', UploadId = '', Initiated } of pendingUploads(bucket)) {
    if (!isUuid(bucket.idOf(Key)) || Initiated === undefined || Initiated > before) continue;
    await Multipart.of(bucket, Key, UploadId).abort();
    swept += 1;
  }
  return swept;
}

async function* pendingUploads({ client, options, sending }: Bucket): AsyncGenerator<MultipartUpload> {
  const page = { Bucket: options.bucket, Prefix: options.keyPrefix };
  let markers: Pick<ListMultipartUploadsCommandInput, 'KeyMarker' | 'UploadIdMarker'> | null = {};
  while (markers !== null) {
    const answer: Page = await client.send(new ListMultipartUploadsCommand({ ...page, ...markers }), sending);
    yield* answer.Uploads ?? [];
    const { IsTruncated, NextKeyMarker: KeyMarker, NextUploadIdMarker: UploadIdMarker } = answer;
    markers = IsTruncated === true ? { KeyMarker, UploadIdMarker } : null;
  }
}

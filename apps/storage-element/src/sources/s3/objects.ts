import {
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput as Page,
  type _Object as Listed,
} from '@aws-sdk/client-s3';
import { isUuid } from '@waybill/kernel';
import type { HeldBytes } from '../../domain/held-bytes.js';
import type { Bucket } from './bucket.js';
import { s3Refusal } from './s3-errors.js';

/** The objects under our keys, as they are listed: a bucket may have other users. */
export async function* objectsOf(bucket: Bucket): AsyncGenerator<HeldBytes> {
  for await (const { Key: location = '', Size: size = 0, LastModified: changedAt } of listed(bucket)) {
    const id = bucket.idOf(location);
    if (!isUuid(id) || changedAt === undefined) continue;
    yield { kind: location === bucket.keyOf(id) ? 'file' : 'upload', id, location, size, changedAt };
  }
}

/** A page in memory at a time. */
async function* listed({ client, options, sending }: Bucket): AsyncGenerator<Listed> {
  const range = { Bucket: options.bucket, Prefix: options.keyPrefix };
  let next: { ContinuationToken?: string } | null = {};
  while (next !== null) {
    const page: Page = await client
      .send(new ListObjectsV2Command({ ...range, ...next }), sending)
      .catch((error: unknown) => {
        throw s3Refusal(error);
      });
    yield* page.Contents ?? [];
    const { IsTruncated, NextContinuationToken: ContinuationToken } = page;
    next = IsTruncated === true && ContinuationToken !== undefined ? { ContinuationToken } : null;
  }
}

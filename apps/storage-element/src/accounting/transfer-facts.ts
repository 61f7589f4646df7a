import type { TransferServed } from '@waybill/contracts';

/** What stays the same in all reports of one transfer. */
export type TransferFacts = Pick<
  TransferServed,
  | 'downloadId'
  | 'generation'
  | 'grantId'
  | 'userId'
  | 'assetId'
  | 'quality'
  | 'origin'
  | 'fileId'
  | 'fileName'
  | 'size'
  | 'etag'
  | 'client'
>;

export type Outcome = TransferServed['outcome'];

import type { TransferFacts } from './transfer-facts.js';

/** Of somebody's download of a thousand bytes. */
export function factsOf(downloadId: string): TransferFacts {
  return {
    downloadId,
    generation: 1,
    grantId: 'gr_1',
    userId: 'ann',
    assetId: 'film-1',
    quality: null,
    origin: 'tasks',
    fileId: '123e4567-e89b-42d3-a456-426614174000',
    fileName: 'f',
    size: 1000,
    etag: '"e"',
    client: { network: null, userAgent: null, referrer: null },
  };
}

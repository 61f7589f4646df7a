import { Injectable } from '@nestjs/common';
import { assetPublished } from '@waybill/contracts';
import { Clock, DomainError } from '@waybill/kernel';
import { Outbox, Transactions } from '@waybill/messaging';
import type { Caller } from '@waybill/platform';
import type { Asset, Rendition } from '../domain/asset.js';
import { Assets, type Publication } from './assets.js';
import { LearnFiles } from './learn-files.js';

/** Puts an asset into the catalogue, as it is from now on. */
@Injectable()
export class PublishAsset {
  constructor(
    private readonly transactions: Transactions,
    private readonly assets: Assets,
    private readonly files: LearnFiles,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** Throws 422 FILES_NOT_FOUND, naming them, where the storage element does not have every file. */
  async execute(publication: Publication, caller: Caller): Promise<{ asset: Asset; created: boolean }> {
    const missing = await this.files.execute(
      publication.renditions.map(({ fileId }) => fileId),
      caller,
    );
    if (missing.length > 0) throw filesNotFound(missing);
    return this.transactions.run(async (tx) => {
      const put = await this.assets.put(publication, this.clock.now());
      await this.outbox.append(tx, assetPublished, published(put.asset));
      return put;
    });
  }
}

function filesNotFound(fileIds: readonly string[]): DomainError {
  const message = `These files do not exist: ${fileIds.join(', ')}`;
  return new DomainError('unprocessable', 'FILES_NOT_FOUND', message, { fileIds });
}

function published(asset: Asset) {
  return {
    assetId: asset.id,
    title: asset.title,
    type: asset.type,
    category: asset.category,
    vendor: asset.vendor,
    thumbnail: asset.thumbnail,
    price: asset.price,
    access: asset.access,
    maxDownloads: asset.maxDownloads,
    renditions: asset.renditions.map(renditionFacts),
    originalSizeBytes: asset.originalSizeBytes,
    publishedAt: asset.updatedAt.toISOString(),
  };
}

function renditionFacts({ quality, fileId, fileName, mediaType, size, etag }: Rendition) {
  return { quality, fileId, fileName, mediaType, size, etag };
}

import { Injectable } from '@nestjs/common';
import { assetRemoved } from '@waybill/contracts';
import { Clock } from '@waybill/kernel';
import { Outbox, Transactions } from '@waybill/messaging';
import { refuse } from '../domain/refusals.js';
import { Assets } from './assets.js';

/** Takes an asset out of the catalogue; a repeat changes nothing and publishes nothing. */
@Injectable()
export class RemoveAsset {
  constructor(
    private readonly transactions: Transactions,
    private readonly assets: Assets,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  async execute(assetId: string): Promise<void> {
    const now = this.clock.now();
    await this.transactions.run(async (tx) => {
      const result = await this.assets.remove(assetId, now);
      if (result === 'absent') throw refuse('ASSET_NOT_FOUND');
      if (result === 'removed')
        await this.outbox.append(tx, assetRemoved, { assetId, removedAt: now.toISOString() });
    });
  }
}

import { Injectable } from '@nestjs/common';
import type { Claim } from '../domain/order.js';
import { Assets } from './assets.js';
import { Downloads } from './downloads.js';
import { Grants } from './grants.js';
import { Orders } from './orders.js';
import { Places } from './places.js';

/** Everything that was handed out for a claim, in its three places. */
@Injectable()
export class Revocables {
  constructor(
    private readonly assets: Assets,
    private readonly orders: Orders,
    private readonly downloads: Downloads,
    private readonly grants: Grants,
    private readonly places: Places,
  ) {}

  /** Whether it has to be paid for and is not. */
  async isOwed(claim: Claim): Promise<boolean> {
    const asset = await this.assets.find(claim.assetId);
    const isOpen = asset !== null && asset.access !== 'purchase';
    return !isOpen && !(await this.orders.isPaid(claim));
  }

  /** Answers the ids of the downloads whose links are no longer good. */
  async revoke(claim: Claim, now: Date): Promise<readonly string[]> {
    const live = await this.downloads.revokeLiveOf(claim);
    const granted = await this.grants.revokeOf(claim, now);
    await this.places.giveBack(granted, now);
    return [...new Set([...live, ...granted])];
  }
}

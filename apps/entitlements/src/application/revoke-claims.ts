import { Injectable } from '@nestjs/common';
import { Clock } from '@waybill/kernel';
import { Transactions } from '@waybill/messaging';
import type { Claim } from '../domain/order.js';
import { GrantLog } from './grant-log.js';
import { Revocables } from './revocables.js';
import { Standings } from './standings.js';

/** Takes back what was handed out: live downloads and links that are still good. */
@Injectable()
export class RevokeClaims {
  constructor(
    private readonly transactions: Transactions,
    private readonly standings: Standings,
    private readonly revocables: Revocables,
    private readonly log: GrantLog,
    private readonly clock: Clock,
  ) {}

  /** So that no decision that still saw the order can issue a grant after its grants were revoked. */
  async lock({ userId, assetId }: Claim): Promise<void> {
    await this.standings.lock(userId, [assetId]);
  }

  /** Nothing happens while another order pays for it, or where the asset is not for sale. */
  async unlessPaid(claim: Claim, reason: string): Promise<void> {
    if (await this.revocables.isOwed(claim)) await this.revoke(claim, reason);
  }

  async revoke(claim: Claim, reason: string): Promise<void> {
    const now = this.clock.now();
    await this.transactions.run(async (tx) => {
      const downloadIds = await this.revocables.revoke(claim, now);
      if (downloadIds.length > 0) await this.log.revoke(tx, claim, downloadIds, reason, now);
    });
  }
}

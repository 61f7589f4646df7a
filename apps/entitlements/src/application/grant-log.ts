import { Injectable } from '@nestjs/common';
import { grantDenied, grantIssued, grantRevoked } from '@waybill/contracts';
import { Outbox, type Transaction } from '@waybill/messaging';
import { counter } from '@waybill/platform';
import type { Claim } from '../domain/order.js';
import type { Asking, Refused } from './admission.js';
import { GrantCarrier } from './grant-carrier.js';
import { type Grant, Grants } from './grants.js';

/** Keeps what was granted and says what was granted, denied and revoked. */
@Injectable()
export class GrantLog {
  readonly #issuedTotal = counter('grants_issued_total', 'Links issued', ['origin']);
  readonly #deniedTotal = counter('grants_denied_total', 'Refusals', ['origin', 'code']);
  readonly #revokedTotal = counter('downloads_revoked_total', 'Downloads whose links were revoked', [
    'reason',
  ]);

  constructor(
    private readonly grants: Grants,
    private readonly outbox: Outbox,
    private readonly carrier: GrantCarrier,
  ) {}

  async issue(tx: Transaction, grants: readonly Grant[]): Promise<void> {
    if (grants.length === 0) return;
    await this.grants.add(grants.map((grant) => ({ ...grant, carrier: this.carrier.kindOf(grant) })));
    await this.outbox.append(
      tx,
      grantIssued,
      grants.map((grant) => this.#issued(grant)),
    );
    for (const { origin } of grants) this.#issuedTotal.inc({ origin });
  }

  async deny(tx: Transaction, asking: Asking, refused: readonly Refused[], now: Date): Promise<void> {
    if (refused.length === 0) return;
    const denied = refused.map(({ request, refusal }) => ({
      userId: asking.userId,
      assetId: request.assetId,
      quality: request.quality,
      origin: asking.origin,
      code: refusal.code,
      deniedAt: now.toISOString(),
    }));
    await this.outbox.append(tx, grantDenied, denied);
    for (const { origin, code } of denied) this.#deniedTotal.inc({ origin, code });
  }

  async revoke(tx: Transaction, claim: Claim, downloadIds: readonly string[], reason: string, now: Date) {
    const { userId, assetId } = claim;
    const revokedAt = now.toISOString();
    const revoked = { userId, assetId, downloadIds: [...downloadIds], reason, revokedAt };
    await this.outbox.append(tx, grantRevoked, revoked);
    this.#revokedTotal.inc({ reason }, downloadIds.length);
  }

  #issued(grant: Grant) {
    return {
      grantId: grant.grantId,
      userId: grant.userId,
      assetId: grant.assetId,
      downloadId: grant.downloadId,
      generation: grant.generation,
      fileId: grant.fileId,
      quality: grant.quality,
      origin: grant.origin,
      carrier: this.carrier.kindOf(grant),
      issuedAt: grant.issuedAt.toISOString(),
      expiresAt: grant.expiresAt.toISOString(),
    };
  }
}

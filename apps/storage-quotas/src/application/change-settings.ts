import { Injectable } from '@nestjs/common';
import { Clock, type Tier } from '@waybill/kernel';
import { openingTier } from '../domain/promotion.js';
import { type AccountSettings, type QuotaAccount } from '../domain/quota-account.js';
import { Quotas } from '../domain/quotas.js';

/** Changes those of the person's settings that are named. */
@Injectable()
export class ChangeSettings {
  constructor(
    private readonly quotas: Quotas,
    private readonly clock: Clock,
  ) {}

  execute(
    person: { userId: string; tokenTier: Tier },
    change: Partial<AccountSettings>,
  ): Promise<QuotaAccount> {
    return this.quotas.open(
      { userId: person.userId },
      (subscription) => openingTier(person.tokenTier, subscription, this.clock.now()),
      (quota) => {
        quota.changeSettings(change);
        return quota.account;
      },
    );
  }
}

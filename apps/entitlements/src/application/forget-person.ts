import { Injectable } from '@nestjs/common';
import { Transactions } from '@waybill/messaging';
import { Downloads } from './downloads.js';
import { PersonalRecords } from './personal-records.js';
import { RevokeClaims } from './revoke-claims.js';

/** Forgets a person, once: links are revoked, records deleted; the figures stay, under a pseudonym. */
@Injectable()
export class ForgetPerson {
  constructor(
    private readonly transactions: Transactions,
    private readonly revocations: RevokeClaims,
    private readonly downloads: Downloads,
    private readonly records: PersonalRecords,
  ) {}

  async execute(userId: string, at: Date): Promise<void> {
    await this.transactions.run(async () => {
      if (await this.downloads.isForgotten(userId, at)) return;
      const claims = await this.downloads.claimsOf(userId, at);
      for (const claim of claims) await this.revocations.revoke(claim, 'erased');
      await this.records.delete(userId);
      await this.downloads.forget(userId, at);
    });
  }
}

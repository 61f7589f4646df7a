import { Injectable } from '@nestjs/common';
import { Clock } from '@waybill/kernel';
import { Transactions } from '@waybill/messaging';
import { Quotas } from '../domain/quotas.js';
import { Subscriptions } from './subscriptions.js';

const AT_ONCE = 500;

/** Takes accounts whose subscription ran out back to `free`. @returns how many subscriptions ran out */
@Injectable()
export class ExpireSubscriptions {
  constructor(
    private readonly transactions: Transactions,
    private readonly subscriptions: Subscriptions,
    private readonly quotas: Quotas,
    private readonly clock: Clock,
  ) {}

  async execute(): Promise<number> {
    let expired = 0;
    for (;;) {
      const more = await this.transactions.run(() => this.expireSome());
      if (more === 0) return expired;
      expired += more;
    }
  }

  private async expireSome(): Promise<number> {
    const people = await this.subscriptions.takeExpired(this.clock.now(), AT_ONCE);
    for (const userId of people.toSorted()) {
      await this.quotas.update({ userId }, (quota) => quota.changeTier('free'));
    }
    return people.length;
  }
}

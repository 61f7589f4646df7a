import { Injectable } from '@nestjs/common';
import { userErased } from '@waybill/contracts';
import { Clock } from '@waybill/kernel';
import { Outbox, Transactions } from '@waybill/messaging';
import { Downloads } from './downloads.js';
import { ForgetPerson } from './forget-person.js';

/** Forgets a person at once and asks every service to do the same. */
@Injectable()
export class ErasePerson {
  constructor(
    private readonly transactions: Transactions,
    private readonly forget: ForgetPerson,
    private readonly downloads: Downloads,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  async execute(userId: string): Promise<Date> {
    const erasedAt = this.clock.now();
    await this.transactions.run(async (tx) => {
      await this.forget.execute(userId, erasedAt);
      await this.outbox.append(tx, userErased, { userId, erasedAt: erasedAt.toISOString() });
    });
    return erasedAt;
  }

  /** A person of that id came, or came back. */
  async welcome(userId: string, registeredAt: Date): Promise<void> {
    await this.transactions.run(() => this.downloads.welcome(userId, registeredAt));
  }
}

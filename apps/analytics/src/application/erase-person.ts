import { Injectable } from '@nestjs/common';
import { Transactions } from '@waybill/messaging';
import { ErasedPeople } from './erased-people.js';
import { Figures } from './figures.js';
import { History } from './history.js';
import { newPseudonym } from './pseudonyms.js';

/** Forgets a person; the figures stay (DESIGN.md, section 10). */
@Injectable()
export class ErasePerson {
  constructor(
    private readonly transactions: Transactions,
    private readonly history: History,
    private readonly figures: Figures,
    private readonly erased: ErasedPeople,
  ) {}

  async execute(userId: string, erasedAt: Date): Promise<void> {
    const pseudonym = newPseudonym();
    await this.transactions.run(async () => {
      await this.figures.writeAlone();
      await this.erased.add(userId, { pseudonym, erasedAt });
      await this.history.forget(userId, pseudonym);
      await this.figures.forget(userId, pseudonym);
    });
  }
}

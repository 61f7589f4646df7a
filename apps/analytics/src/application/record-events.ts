import { Injectable } from '@nestjs/common';
import type { CloudEvent } from '@waybill/contracts';
import { Transactions } from '@waybill/messaging';
import { CountryLookup } from './country-lookup.js';
import { describeEvent } from './describe-event.js';
import { ErasedPeople } from './erased-people.js';
import { downloadNews, streamSums } from './figures-of-entries.js';
import { Figures } from './figures.js';
import { History, type HistoryEntry } from './history.js';
import { pseudonymised } from './pseudonyms.js';

/** Keeps events in the history and moves the figures by them, all in one transaction. Order does not matter. */
@Injectable()
export class RecordEvents {
  constructor(
    private readonly transactions: Transactions,
    private readonly history: History,
    private readonly figures: Figures,
    private readonly erased: ErasedPeople,
    private readonly countries: CountryLookup,
  ) {}

  async execute(events: readonly CloudEvent[]): Promise<void> {
    const described = events.map((event) => describeEvent(event, this.countries));
    await this.transactions.run(async () => {
      await this.figures.writeAlone();
      const entries = await this.#withoutErased(described);
      await this.history.append(entries);
      await this.figures.move(downloadNews(entries));
      await this.figures.add(streamSums(entries));
    });
  }

  async #withoutErased(entries: readonly HistoryEntry[]): Promise<HistoryEntry[]> {
    const people = new Set(entries.map(({ userId }) => userId).filter((userId) => userId !== null));
    const erasures = await this.erased.of([...people]);
    return entries.map((entry) => pseudonymised(entry, erasures));
  }
}

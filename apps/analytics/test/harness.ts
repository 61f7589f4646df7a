import { jest } from '@jest/globals';
import { ManualClock } from '@waybill/kernel';
import { messagingMigrations, Transactions } from '@waybill/messaging';
import { openDatabase } from '@waybill/platform';
import { createDatabase } from '@waybill/testing';
import { ErasePerson } from '../src/application/erase-person.js';
import { PopularFiles } from '../src/application/popular-files.js';
import { ReadFigures } from '../src/application/read-figures.js';
import { RebuildFigures } from '../src/application/rebuild-figures.js';
import { RecordEvents } from '../src/application/record-events.js';
import { HistorySettings } from '../src/application/history-settings.js';
import { SettleDownloads } from '../src/application/settle-downloads.js';
import { PartitionedHistoryDays } from '../src/persistence/partitioned-history-days.js';
import { analyticsMigrations } from '../src/persistence/migrations/index.js';
import { TypeormErasedPeople } from '../src/persistence/typeorm-erased-people.js';
import { TypeormFigureQueries } from '../src/persistence/typeorm-figure-queries.js';
import { TypeormFigures } from '../src/persistence/typeorm-figures.js';
import { TypeormHistory } from '../src/persistence/typeorm-history.js';
import { TypeormSettledFigures } from '../src/persistence/typeorm-settled-figures.js';
import { TypeormShadowFigures } from '../src/persistence/typeorm-shadow-figures.js';
import { TableCountryLookup } from './fixtures/table-country-lookup.js';

// A machine that is busy with other things is slow, not wrong.
jest.setTimeout(120_000);

/** The service's inside over a database of its own, at noon of 10 March 2026 unless the clock is moved. */
export async function openAnalytics() {
  const database = await createDatabase('analytics');
  const migrations = [...messagingMigrations, ...analyticsMigrations];
  const source = await openDatabase({ url: database.url, entities: [], migrations });
  const clock = new ManualClock(new Date('2026-03-10T12:00:00.000Z'));
  const transactions = new Transactions(source);
  const days = new PartitionedHistoryDays(transactions);
  const history = new TypeormHistory(transactions, days, clock);
  const figures = new TypeormFigures(transactions);
  const erased = new TypeormErasedPeople(transactions);
  const queries = new TypeormFigureQueries(transactions);
  return {
    source,
    clock,
    transactions,
    days,
    history,
    figures,
    erased,
    queries,
    read: new ReadFigures(queries, new PopularFiles(queries, clock), clock),
    record: new RecordEvents(transactions, history, figures, erased, new TableCountryLookup()),
    rebuild: new RebuildFigures(transactions, history, figures, new TypeormShadowFigures(transactions)),
    settle: new SettleDownloads(
      transactions,
      figures,
      new TypeormSettledFigures(transactions),
      clock,
      new HistorySettings(90, 2, 180),
    ),
    erase: new ErasePerson(transactions, history, figures, erased),
    close: async () => {
      await source.destroy();
      await database.drop();
    },
  };
}

export type Analytics = Awaited<ReturnType<typeof openAnalytics>>;

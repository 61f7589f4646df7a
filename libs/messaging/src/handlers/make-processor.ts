import type { DataSource } from 'typeorm';
import { Parking } from '../dead-letters/parking.js';
import { HandlingNote } from '../inbox/handling-note.js';
import { Inbox } from '../inbox/inbox.js';
import { Outbox } from '../outbox/outbox.js';
import { Transactions } from '../transactions/transactions.js';
import { BatchProcessor } from './batch-processor.js';
import { Effects } from './effects.js';
import type { HandlerTable } from './handler-table.js';
import { OneByOne, type RetryPolicy } from './one-by-one.js';

export interface ProcessorParts {
  readonly group: string;
  readonly dataSource: DataSource;
  readonly transactions: Transactions;
  readonly outbox: Outbox;
  readonly retries?: RetryPolicy | undefined;
}

/** Puts together what stands between a batch of the bus and the handlers. */
export function makeProcessor(parts: ProcessorParts, table: HandlerTable): BatchProcessor {
  const { group, dataSource, transactions, outbox, retries } = parts;
  const inbox = new Inbox(group);
  const note = new HandlingNote(dataSource, group);
  const effects = new Effects(transactions, inbox, note);
  const parking = new Parking(group, transactions, outbox, inbox, note);
  return new BatchProcessor(group, table, effects, note, new OneByOne(effects, note, parking, retries));
}

import { Injectable } from '@nestjs/common';
import type { EventContract } from '@waybill/contracts';
import { Outbox, type Transaction, Transactions } from '@waybill/messaging';
import { counter } from '@waybill/platform';
import type { ChangingDownload } from '../domain/changing-download.js';
import { ChangeAnnouncer } from './change-announcer.js';
import { publishChange } from './download-events.js';
import { changingColumnNames, rowOf } from './download-rows.js';

/** Writes downloads and what happened to them, any number in a statement or two. */
@Injectable()
export class DownloadWriter {
  constructor(
    private readonly outbox: Outbox,
    private readonly transactions: Transactions,
    private readonly announcer: ChangeAnnouncer,
  ) {}

  /** @returns the ids of those that were added; the others met a live one */
  async insert(tx: Transaction, downloads: readonly ChangingDownload[]): Promise<ReadonlySet<string>> {
    const rows: { id: string }[] = await tx.query(
      `INSERT INTO downloads SELECT * FROM jsonb_populate_recordset(NULL::downloads, $1::jsonb)
       ON CONFLICT DO NOTHING RETURNING id`,
      [rowsOf(downloads)],
    );
    const added = new Set(rows.map(({ id }) => id));
    await this.#publish(
      tx,
      downloads.filter(({ state }) => added.has(state.id)),
    );
    return added;
  }

  /** Those that changed. The guard can only fail where somebody wrote without the person's lock: then nothing is written. */
  async update(tx: Transaction, downloads: readonly ChangingDownload[]): Promise<void> {
    const changed = downloads.filter(({ isChanged }) => isChanged);
    const [first] = changed;
    if (first === undefined) return;
    const columns = changingColumnNames(first.state);
    const assignments = columns.map((column) => `${column} = new.${column}`).join(', ');
    const [, count] = await tx.query<[unknown, number]>(
      `UPDATE downloads AS old SET ${assignments}
         FROM jsonb_populate_recordset(NULL::downloads, $1::jsonb) AS new
         JOIN unnest($2::text[], $3::int[]) AS expected (id, revision) ON expected.id = new.id
        WHERE old.id = new.id AND old.revision = expected.revision`,
      [rowsOf(changed), changed.map(({ state }) => state.id), changed.map((one) => one.storedRevision)],
    );
    if (count !== changed.length)
      throw new Error(`${changed.length - count} downloads were changed by somebody else`);
    await this.#publish(tx, changed);
  }

  /** Neighbours of one type go in one statement; a download's own events keep their order. */
  async #publish(tx: Transaction, downloads: readonly ChangingDownload[]): Promise<void> {
    const queue: Portion[] = [];
    const append = <D extends object>(contract: EventContract<D>, data: D) => {
      const last = queue.at(-1);
      if (last?.type === contract.type) last.data.push(data);
      else queue.push(portionOf(contract, data));
    };
    for (const change of downloads.flatMap(({ changes }) => changes)) publishChange(change, append);
    for (const { send } of queue) await send(this.outbox, tx);
    const people = downloads.map(({ state }) => state.userId);
    this.transactions.afterCommit(() => {
      count(queue);
      this.announcer.announce(people);
    });
  }
}

/** Events of one type that follow each other. */
interface Portion {
  readonly type: string;
  readonly data: object[];
  readonly send: (outbox: Outbox, tx: Transaction) => Promise<void>;
}

function portionOf<D extends object>(contract: EventContract<D>, first: D): Portion {
  const data: D[] = [first];
  return {
    type: contract.type,
    data,
    send: (outbox, tx) => outbox.append(tx, contract, data),
  };
}

/** Counted once it is true. */
function count(portions: readonly Portion[]): void {
  const changes = counter('download_changes_total', 'What happened to downloads, by event', ['type']);
  for (const { type, data } of portions) changes.inc({ type }, data.length);
}

function rowsOf(downloads: readonly ChangingDownload[]): string {
  return JSON.stringify(downloads.map(({ state }) => rowOf(state)));
}

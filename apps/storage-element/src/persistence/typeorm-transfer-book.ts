import { hostname } from 'node:os';
import { transferServed } from '@waybill/contracts';
import { uuidv7 } from '@waybill/kernel';
import { Outbox, type Transaction, Transactions } from '@waybill/messaging';
import type { TransferAccount } from '../accounting/transfer-account.js';
import { type LedgerPage, TransferBook } from '../accounting/transfer-book.js';
import { lostReport, type OpenTransfer } from '../accounting/lost-report.js';
import { isAlive } from '../accounting/is-alive.js';

export interface BookOptions {
  /** How long an element may be silent before it counts as dead. */
  readonly leaseMs: number;
}

/** How many lost transfers are reported in one transaction. */
const LOST_BATCH = 500;

/** The tables `elements` and `transfers`, and the outbox with them. */
export class TypeormTransferBook extends TransferBook {
  readonly #element = uuidv7();
  #flushes = 0;
  #seenAt = 0;

  constructor(
    private readonly transactions: Transactions,
    private readonly outbox: Outbox,
    private readonly options: BookOptions,
  ) {
    super();
  }

  override async write(page: LedgerPage): Promise<void> {
    const { began, running, ended, reports } = page;
    const isEmpty = began.length + reports.length === 0;
    if (isEmpty && Date.now() - this.#seenAt < this.options.leaseMs / 4) return;
    const next = this.#flushes + 1;
    await this.transactions.run(async (tx) => {
      if (!(await this.#signOfLife(tx, next))) return;
      await this.#begin(tx, began);
      await this.#update(tx, running);
      await this.#end(tx, ended);
      await this.outbox.append(tx, transferServed, reports);
    });
    this.#flushes = next;
    this.#seenAt = Date.now();
  }

  override async reportLost(): Promise<number> {
    const gone = await this.#goneFromThisMachine();
    return this.transactions.run(async (tx) => {
      const lost = await this.#takeLost(tx, gone);
      const now = new Date();
      await this.outbox.append(
        tx,
        transferServed,
        lost.map((transfer) => lostReport(transfer, now)),
      );
      await tx.query(
        `DELETE FROM elements AS e
          WHERE (seen_at < now() - make_interval(secs => $1) OR id = ANY ($2::uuid[]))
            AND NOT EXISTS (SELECT 1 FROM transfers AS t WHERE t.element_id = e.id)`,
        [this.options.leaseMs / 1000, gone],
      );
      return lost.length;
    });
  }

  override async close(): Promise<void> {
    await this.transactions.manager.query(
      'DELETE FROM elements AS e WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM transfers WHERE element_id = e.id)',
      [this.#element],
    );
  }

  /** False where this very flush was committed already, and only the answer got lost. */
  async #signOfLife(tx: Transaction, flush: number): Promise<boolean> {
    const rows: unknown[] = await tx.query(
      `INSERT INTO elements AS known (id, host, pid, flushes, seen_at) VALUES ($1, $3, $4, $2, now())
       ON CONFLICT (id) DO UPDATE SET flushes = excluded.flushes, seen_at = excluded.seen_at
        WHERE known.flushes = excluded.flushes - 1
       RETURNING id`,
      [this.#element, flush, hostname(), process.pid],
    );
    return rows.length === 1;
  }

  async #begin(tx: Transaction, began: readonly TransferAccount[]): Promise<void> {
    if (began.length === 0) return;
    await tx.query(
      `INSERT INTO transfers (id, element_id, facts, planned, delivered, sequence, started_at, reported_at)
       SELECT id, $1, facts, planned, 0, 0, started_at, started_at
         FROM unnest($2::uuid[], $3::jsonb[], $4::jsonb[], $5::timestamptz[]) AS began (id, facts, planned, started_at)
       ON CONFLICT (id) DO NOTHING`,
      [
        this.#element,
        began.map(({ id }) => id),
        began.map(({ facts }) => JSON.stringify(facts)),
        began.map(({ planned }) => JSON.stringify(planned)),
        began.map(({ startedAt }) => startedAt),
      ],
    );
  }

  async #update(tx: Transaction, running: LedgerPage['running']): Promise<void> {
    if (running.length === 0) return;
    await tx.query(
      `UPDATE transfers AS t
          SET delivered = news.delivered, sequence = news.sequence, reported_at = news.reported_at
         FROM unnest($1::uuid[], $2::bigint[], $3::int[], $4::timestamptz[]) AS news (id, delivered, sequence, reported_at)
        WHERE t.id = news.id`,
      [
        running.map(([{ id }]) => id),
        running.map(([account, report]) => account.reported + report.bytes),
        running.map(([, report]) => report.sequence + 1),
        running.map(([, report]) => report.reportedAt),
      ],
    );
  }

  async #end(tx: Transaction, ended: LedgerPage['ended']): Promise<void> {
    const stored = ended.filter(([account]) => account.isStored).map(([{ id }]) => id);
    if (stored.length > 0) await tx.query('DELETE FROM transfers WHERE id = ANY ($1::uuid[])', [stored]);
  }

  /** Elements of this machine whose process is gone: their lease need not run out. */
  async #goneFromThisMachine(): Promise<readonly string[]> {
    const here: { id: string; pid: number }[] = await this.transactions.manager.query(
      'SELECT id, pid FROM elements WHERE host = $1 AND id <> $2',
      [hostname(), this.#element],
    );
    return here.filter(({ pid }) => pid === process.pid || !isAlive(pid)).map(({ id }) => id);
  }

  /** Takes the open transfers of dead elements, so that no other replica reports them too. */
  async #takeLost(tx: Transaction, gone: readonly string[]): Promise<readonly OpenTransfer[]> {
    const [rows]: [OpenTransfer[], number] = await tx.query(
      `DELETE FROM transfers AS t USING (
         SELECT t.id FROM transfers AS t JOIN elements AS e ON e.id = t.element_id
          WHERE e.seen_at < now() - make_interval(secs => $1) OR e.id = ANY ($2::uuid[])
          ORDER BY t.started_at LIMIT ${LOST_BATCH} FOR UPDATE OF t SKIP LOCKED
       ) AS lost
       WHERE t.id = lost.id
       RETURNING t.id, facts, planned, delivered, sequence, started_at AS "startedAt"`,
      [this.options.leaseMs / 1000, gone],
    );
    return rows;
  }
}

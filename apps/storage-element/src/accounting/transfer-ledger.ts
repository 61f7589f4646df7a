import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import type { TransferServed } from '@waybill/contracts';
import { coalesce } from './coalesce.js';
import { type LedgerPage, TransferBook } from './transfer-book.js';
import type { TransferAccount } from './transfer-account.js';
import type { Outcome } from './transfer-facts.js';
import { TransferLog } from './transfer-log.js';
import { totalLength } from '../domain/delivered.js';

export interface LedgerOptions {
  /** Between two flushes: how late a beginning or an end may become durable in the database. */
  readonly flushMs: number;
  /** Between two reports of a running transfer. */
  readonly reportMs: number;
  readonly stallMs: number;
  /** How long stopping waits for the last acknowledgements. */
  readonly lingerMs: number;
}

const LONGEST_WAIT_MS = 500;

export const LEDGER_DEFAULTS = { flushMs: 100, reportMs: 1_000, lingerMs: 1_000 };

interface Gathered {
  readonly began: TransferAccount[];
  readonly running: [TransferAccount, TransferServed][];
  readonly ended: [TransferAccount, TransferServed][];
  /** Began and ended since the last flush, all of it delivered. */
  readonly whole: TransferAccount[];
}

/**
 * Keeps the accounts of all bodies of this process and writes them down in batches: what began, what a running one
 * delivered (about once a second), what ended. One transaction a batch, however many transfers.
 */
@Injectable()
export class TransferLedger implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #accounts = new Set<TransferAccount>();
  readonly #logger = new Logger('Transfers');
  #timer: NodeJS.Timeout | undefined;
  #flushing: Promise<void> = Promise.resolve();
  #stopped = false;
  #unwritten: { readonly page: LedgerPage; readonly now: number } | null = null;

  constructor(
    private readonly book: TransferBook,
    private readonly log: TransferLog,
    private readonly options: LedgerOptions,
  ) {}

  get running(): ReadonlySet<TransferAccount> {
    return this.#accounts;
  }

  begin(account: TransferAccount): void {
    this.#accounts.add(account);
  }

  /**
   * As `begin`; resolves when the beginning is durable, or when waiting would cost more than it is worth: a database
   * that is away must not keep bytes from people.
   */
  async beginDurably(account: TransferAccount): Promise<void> {
    this.begin(account);
    await Promise.race([this.flush(), delay(LONGEST_WAIT_MS, undefined, { ref: false })]);
  }

  onApplicationBootstrap(): void {
    this.#schedule();
  }

  /** Whatever still runs is cut, and everything is accounted for. */
  async onModuleDestroy(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#flushing;
    for (const { body } of this.#accounts) body.cut();
    const deadline = Date.now() + this.options.lingerMs;
    while (this.#accounts.size > 0 && Date.now() < deadline) {
      await this.flush();
      if (this.#accounts.size > 0) await delay(20);
    }
    await this.flush(Date.now() + this.options.stallMs * 2);
    await this.book.close();
    this.log.close();
  }

  /** Writes down everything that is due. Does not reject: what could not be written is due again. */
  flush(now: number = Date.now()): Promise<void> {
    this.#flushing = this.#flushing.then(() => this.#flush(now));
    return this.#flushing;
  }

  #schedule(): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(() => void this.flush().then(() => this.#schedule()), this.options.flushMs);
  }

  async #flush(now: number): Promise<void> {
    this.#unwritten ??= { page: this.#collect(now), now };
    const due = this.#unwritten;
    try {
      await this.book.write(due.page);
      this.#unwritten = null;
      this.#settle(due.page, due.now);
    } catch (error) {
      this.#logger.error({ err: error }, 'Transfers could not be written down; they are tried again');
    }
  }

  #collect(now: number): LedgerPage {
    const page: Gathered = { began: [], running: [], ended: [], whole: [] };
    for (const account of this.#accounts) {
      if (account.isStalled(now, this.options)) account.body.cut();
      if (account.isOver(now, this.options)) collectEnded(account, page, now);
      else this.#collectRunning(account, page, now);
    }
    const reports = [...page.running, ...page.ended].map(([, report]) => report);
    return { ...page, reports: [...reports, ...coalesce(page.whole, now)] };
  }

  #collectRunning(account: TransferAccount, page: Gathered, now: number): void {
    if (!account.isStored) page.began.push(account);
    else if (now - account.reportedAt >= this.options.reportMs) {
      const report = account.report('running', now);
      if (report.bytes > 0) page.running.push([account, report]);
    }
  }

  #settle(page: LedgerPage, now: number): void {
    for (const account of page.began) account.isStored = true;
    for (const [account, report] of page.running) account.confirm(report, now);
    for (const [account, report] of page.ended)
      this.#close(account, report.outcome, account.reported + report.bytes);
    for (const account of page.whole) this.#close(account, 'complete', totalLength(account.planned));
  }

  #close(account: TransferAccount, outcome: Outcome, bytes: number): void {
    this.#accounts.delete(account);
    account.body.release();
    this.log.ended(account, outcome, bytes);
  }
}

function collectEnded(account: TransferAccount, page: Gathered, now: number): void {
  const outcome = account.outcome();
  if (outcome === 'complete' && !account.isStored) page.whole.push(account);
  else page.ended.push([account, account.report(outcome, now)]);
}

import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import type { TransferServed } from '@waybill/contracts';
import { totalLength } from '../domain/delivered.js';
import { Looks } from './looks.js';
import { type Group, reportOf, Tally } from './tally.js';
import { type LedgerPage, TransferBook } from './transfer-book.js';
import type { TransferAccount } from './transfer-account.js';
import type { Outcome } from './transfer-facts.js';
import type { Note } from './note.js';
import { TransferJournal } from './transfer-journal.js';
import { TransferLog } from './transfer-log.js';

export interface LedgerOptions {
  /** Between two flushes: how late an end may become durable in the database. */
  readonly flushMs: number;
  /** A body that lasts longer than this gets a row there; until then its beginning is in the journal. */
  readonly rowAfterMs: number;
  /** Between two reports of a running transfer, or of short ones of the same grant. */
  readonly reportMs: number;
  readonly stallMs: number;
  /** How long stopping waits for the last acknowledgements. */
  readonly lingerMs: number;
}

const LONGEST_WAIT_MS = 500;
/** A body that went at once is looked at again so soon: its client has mostly acknowledged it by then. */
const LOOK_MS = 4;
/** One that is longer than this takes its time. */
const SHORT_BYTES = 256 * 1024;
const LOOK_AT_LONGER_MS = 16;
/** A longer body waits for the database to know of its beginning: it would need its row soon anyway. */
const NOTED_UP_TO_BYTES = 4 * 1024 * 1024;

export const LEDGER_DEFAULTS = { flushMs: 100, rowAfterMs: 500, reportMs: 1_000, lingerMs: 1_000 };

interface Gathered {
  readonly began: TransferAccount[];
  readonly running: [TransferAccount, TransferServed][];
  readonly ended: [TransferAccount, TransferServed][];
}

interface Due {
  readonly page: LedgerPage;
  readonly whole: readonly Group[];
  readonly now: number;
}

/**
 * Keeps the accounts of all bodies of this process and writes them down in batches: what began, what a running one
 * delivered (about once a second), what ended. One transaction a batch, however many transfers.
 */
@Injectable()
export class TransferLedger implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #accounts = new Set<TransferAccount>();
  readonly #tally: Tally;
  /** At what went at once since the last flush. */
  readonly #looks = new Looks(LOOK_MS, (account) => this.#isDoneWith(account));
  readonly #looksAtLonger = new Looks(LOOK_AT_LONGER_MS, (account) => this.#isDoneWith(account));
  readonly #logger = new Logger('Transfers');
  #timer: NodeJS.Timeout | undefined;
  #flushing: Promise<void> = Promise.resolve();
  #stopped = false;
  #unwritten: Due | null = null;

  constructor(
    private readonly book: TransferBook,
    private readonly journal: TransferJournal,
    private readonly log: TransferLog,
    private readonly options: LedgerOptions,
  ) {
    this.#tally = new Tally(options.reportMs);
  }

  get running(): ReadonlySet<TransferAccount> {
    return this.#accounts;
  }

  /** True where the beginning will be known whatever becomes of this process; else it has to begin durably. */
  begin(account: TransferAccount): boolean {
    this.#accounts.add(account);
    if (account.body.body.length <= NOTED_UP_TO_BYTES) account.note ??= this.#note(account);
    return account.note !== null;
  }

  /** All of its body was handed over as soon as it began. */
  sentAtOnce(account: TransferAccount): void {
    (account.body.body.length > SHORT_BYTES ? this.#looksAtLonger : this.#looks).add(account);
  }

  /**
   * Resolves when the beginning is in the database, or when waiting would cost more than it is worth: a database that is
   * away must not keep bytes from people.
   */
  async beginDurably(account: TransferAccount): Promise<void> {
    this.#accounts.add(account);
    await Promise.race([this.flush(), delay(LONGEST_WAIT_MS, undefined, { ref: false })]);
  }

  /** Reports what the journals of dead elements hold as lost; gives how many transfers. */
  recover(): Promise<number> {
    const nothing = { began: [], running: [], ended: [] };
    return this.journal.recover((reports) => this.#inTurn(() => this.book.write({ ...nothing, reports })));
  }

  onApplicationBootstrap(): void {
    this.#schedule();
  }

  /** Whatever still runs is cut, and everything is accounted for. */
  async onModuleDestroy(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#forgetLooks();
    await this.#flushing;
    for (const { body } of this.#accounts) body.cut();
    const deadline = Date.now() + this.options.lingerMs;
    while (this.#accounts.size > 0 && Date.now() < deadline) {
      await this.flush();
      if (this.#accounts.size > 0) await delay(20);
    }
    await this.flush(Date.now() + this.options.stallMs * 2);
    await this.book.close();
    this.journal.close();
    this.log.close();
  }

  /** Writes down everything that is due. Does not reject: what could not be written is due again. */
  flush(now: number = Date.now()): Promise<void> {
    return this.#inTurn(() => this.#flush(now));
  }

  /** One page after the other. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#flushing.then(work);
    this.#flushing = turn.catch(() => undefined);
    return turn;
  }

  /** A disk that takes nothing is no reason to refuse bytes: the database has to know of this one then. */
  #note(account: TransferAccount): Note | null {
    try {
      return this.journal.note(account);
    } catch (error) {
      this.#logger.error({ err: error }, 'A beginning could not be noted in the journal');
      return null;
    }
  }

  #schedule(): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(() => void this.flush().then(() => this.#schedule()), this.options.flushMs);
  }

  async #flush(now: number): Promise<void> {
    this.#unwritten ??= this.#collect(now);
    const due = this.#unwritten;
    try {
      await this.book.write(due.page);
      this.#unwritten = null;
      this.#settle(due);
    } catch (error) {
      this.#logger.error({ err: error }, 'Transfers could not be written down; they are tried again');
    }
  }

  /** What was not delivered waits for the next look, or the flush. */
  #isDoneWith(account: TransferAccount): boolean {
    const isDelivered = account.body.isSettled && account.outcome() === 'complete';
    if (isDelivered) this.#addUp(account, Date.now());
    return isDelivered;
  }

  #forgetLooks(): void {
    this.#looks.forget();
    this.#looksAtLonger.forget();
  }

  #collect(now: number): Due {
    this.#forgetLooks();
    const page: Gathered = { began: [], running: [], ended: [] };
    for (const account of this.#accounts) {
      if (account.isStalled(now, this.options)) account.body.cut();
      if (account.isOver(now, this.options)) this.#collectEnded(account, page, now);
      else this.#collectRunning(account, page, now);
    }
    const whole = this.#tally.take(now);
    const single = [...page.running, ...page.ended].map(([, report]) => report);
    const reports = [...single, ...whole.map((group) => reportOf(group, now))];
    return { page: { ...page, reports }, whole, now };
  }

  #collectRunning(account: TransferAccount, page: Gathered, now: number): void {
    const { rowAfterMs, reportMs } = this.options;
    if (!account.isStored) {
      if (account.note === null || now - account.startedMs >= rowAfterMs) page.began.push(account);
    } else if (now - account.reportedAt >= reportMs) {
      const report = account.report('running', now);
      if (report.bytes > 0) page.running.push([account, report]);
    }
  }

  #collectEnded(account: TransferAccount, page: Gathered, now: number): void {
    const outcome = account.outcome();
    if (outcome !== 'complete' || account.isStored) {
      page.ended.push([account, account.report(outcome, now)]);
      return;
    }
    this.#addUp(account, now);
  }

  #addUp(account: TransferAccount, now: number): void {
    this.#tally.add(account, now);
    this.#close(account, 'complete', totalLength(account.planned));
  }

  #settle({ page, whole, now }: Due): void {
    for (const account of page.began) {
      account.isStored = true;
      this.#settleNote(account);
    }
    for (const [account, report] of page.running) account.confirm(report, now);
    for (const [account, report] of page.ended) {
      this.#settleNote(account);
      this.#close(account, report.outcome, account.reported + report.bytes);
    }
    for (const { notes } of whole) for (const note of notes) this.journal.settle(note);
    this.journal.turn();
  }

  #settleNote(account: TransferAccount): void {
    if (account.note !== null) this.journal.settle(account.note);
    account.note = null;
  }

  #close(account: TransferAccount, outcome: Outcome, bytes: number): void {
    this.#accounts.delete(account);
    account.body.release();
    this.log.ended(account, outcome, bytes);
  }
}

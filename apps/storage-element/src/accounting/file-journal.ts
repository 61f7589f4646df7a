import { mkdirSync, type Stats } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { TransferServed } from '@waybill/contracts';
import { uuidv7 } from '@waybill/kernel';
import { isAlive } from './is-alive.js';
import { JournalPage, openTransfersOf } from './journal-page.js';
import { lostReport } from './lost-report.js';
import type { TransferAccount } from './transfer-account.js';
import type { Note } from './note.js';
import { TransferJournal } from './transfer-journal.js';

export interface JournalOptions {
  readonly folder: string;
  /** A page of another machine that nobody has written to for so long has no writer any more. */
  readonly leaseMs: number;
}

/** Past this a page is left as soon as the other one is free. */
const TURN_BYTES = 256 * 1024;
/** Past this nothing more is noted: the database has been away for long. */
const MOST_BYTES = 64 * 1024 * 1024;

/** Two files in turns, named for host, process and element. A note costs one write into the system's memory, no more. */
export class FileJournal extends TransferJournal {
  readonly #element = uuidv7();
  #pages: readonly [current: JournalPage, other: JournalPage] | null = null;
  #taken = 0;

  constructor(private readonly options: JournalOptions) {
    super();
  }

  override note(account: TransferAccount): Note | null {
    const [current] = (this.#pages ??= this.#open());
    return current.length > MOST_BYTES ? null : current.note(account);
  }

  override settle(note: Note): void {
    const page = note.page as JournalPage;
    page.settle(note as ReturnType<JournalPage['note']>);
  }

  override turn(): void {
    if (this.#pages === null) return;
    const [current, other] = this.#pages;
    other.turn();
    current.turn();
    if (current.length > TURN_BYTES && other.isFree) this.#pages = [other, current];
  }

  override async recover(report: (lost: readonly TransferServed[]) => Promise<void>): Promise<number> {
    const { folder } = this.options;
    await mkdir(folder, { recursive: true });
    let count = 0;
    for (const name of await readdir(folder))
      if (await this.#isLeft(name)) count += await this.#take(join(folder, name), report);
    return count;
  }

  override close(): void {
    for (const page of this.#pages ?? []) page.close();
    this.#pages = null;
  }

  #open(): readonly [JournalPage, JournalPage] {
    mkdirSync(this.options.folder, { recursive: true });
    return [new JournalPage(this.#path('a')), new JournalPage(this.#path('b'))];
  }

  #path(page: string): string {
    return join(this.options.folder, `${hostname()}.${process.pid}.${this.#element}.${page}`);
  }

  async #isLeft(name: string): Promise<boolean> {
    const [, host, pid, element] = /^(.+)\.(\d+)\.([^.]+)\.[^.]+$/.exec(name) ?? [];
    if (element === undefined || element === this.#element) return false;
    if (host === hostname()) return Number(pid) === process.pid || !isAlive(Number(pid));
    const facts = await stat(join(this.options.folder, name)).catch(nothing);
    return facts !== undefined && Date.now() - facts.mtimeMs > this.options.leaseMs;
  }

  /** Under a name of our own first, so that nobody else reports it too; if we die, it is left once more. */
  async #take(path: string, report: (lost: readonly TransferServed[]) => Promise<void>): Promise<number> {
    this.#taken += 1;
    const own = this.#path(`taken-${this.#taken}`);
    const isOurs = await rename(path, own).then(
      () => true,
      () => false,
    );
    if (!isOurs) return 0;
    const now = new Date();
    const lost = openTransfersOf(await readFile(own, 'utf8')).map((transfer) => lostReport(transfer, now));
    if (lost.length > 0) await report(lost);
    await rm(own, { force: true });
    return lost.length;
  }
}

const nothing = (): Stats | undefined => undefined;

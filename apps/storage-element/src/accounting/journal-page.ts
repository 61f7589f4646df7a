import { closeSync, ftruncateSync, openSync, rmSync, writeSync } from 'node:fs';
import { totalLength } from '../domain/delivered.js';
import type { OpenTransfer } from './lost-report.js';
import type { TransferAccount } from './transfer-account.js';
import type { TransferFacts } from './transfer-facts.js';
import type { Note } from './note.js';

/** A line of a page: a beginning, or the numbers of those that are settled. */
type Line =
  | ({ readonly number: number; readonly startedAt: string } & Omit<
      OpenTransfer,
      'delivered' | 'sequence' | 'startedAt'
    >)
  | { readonly settled: readonly number[] };

class PageNote implements Note {
  open = 0;

  constructor(
    readonly page: JournalPage,
    readonly number: number,
  ) {}
}

const factsText = new WeakMap<TransferFacts, string>();

/** One file of the journal. What was written into it is in the kernel's hands and outlives the process. */
export class JournalPage {
  readonly #descriptor: number;
  #notes = new Map<TransferFacts, Map<string, PageNote>>();
  #settled: number[] = [];
  #open = 0;
  #count = 0;
  #length = 0;

  constructor(private readonly path: string) {
    this.#descriptor = openSync(path, 'w', 0o640);
  }

  get length(): number {
    return this.#length;
  }

  get isFree(): boolean {
    return this.#open === 0;
  }

  /** Bodies of the same bytes for the same client share a line: the hole they would leave is the same. */
  note(account: TransferAccount): PageNote {
    const key = keyOf(account);
    const known = this.#notes.get(account.facts)?.get(key);
    const note = known !== undefined && known.open > 0 ? known : this.#write(account, key);
    note.open += 1;
    this.#open += 1;
    return note;
  }

  settle(note: PageNote): void {
    note.open -= 1;
    this.#open -= 1;
    if (note.open === 0) this.#settled.push(note.number);
  }

  /** Empties the file where nothing in it is open, else writes down what is settled. */
  turn(): void {
    if (this.#length === 0) return;
    if (this.isFree) this.#empty();
    else if (this.#settled.length > 0) this.#append(JSON.stringify({ settled: this.#settled.splice(0) }));
  }

  /** What is still open stays, for whoever comes next. */
  close(): void {
    closeSync(this.#descriptor);
    if (this.isFree) rmSync(this.path, { force: true });
  }

  #write(account: TransferAccount, key: string): PageNote {
    const { id, facts, planned, startedAt } = account;
    const note = new PageNote(this, this.#count);
    this.#count += 1;
    const rest = JSON.stringify({ number: note.number, id, planned, startedAt });
    this.#append(`${rest.slice(0, -1)},"facts":${textOf(facts)}}`);
    const ofFacts = this.#notes.get(facts) ?? new Map<string, PageNote>();
    this.#notes.set(facts, ofFacts.set(key, note));
    return note;
  }

  #append(line: string): void {
    this.#length += writeSync(this.#descriptor, `${line}\n`, this.#length);
  }

  #empty(): void {
    ftruncateSync(this.#descriptor);
    this.#notes = new Map();
    this.#settled = [];
    this.#count = 0;
    this.#length = 0;
  }
}

/** What of a page was never settled; a last line that was cut off is none. */
export function openTransfersOf(text: string): readonly OpenTransfer[] {
  const open = new Map<number, OpenTransfer>();
  for (const line of text.split('\n').slice(0, -1).map(readLine)) {
    if ('settled' in line) for (const number of line.settled) open.delete(number);
    else open.set(line.number, { ...line, startedAt: new Date(line.startedAt), delivered: 0, sequence: 0 });
  }
  return [...open.values()].filter(({ planned }) => totalLength(planned) > 0);
}

const readLine = (line: string) => JSON.parse(line) as Line;

function keyOf({ planned }: TransferAccount): string {
  const [first] = planned;
  return planned.length === 1 && first !== undefined
    ? `${first.start}-${first.end}`
    : JSON.stringify(planned);
}

function textOf(facts: TransferFacts): string {
  const known = factsText.get(facts);
  if (known !== undefined) return known;
  const text = JSON.stringify(facts);
  factsText.set(facts, text);
  return text;
}

import { closeSync, ftruncateSync, openSync, rmSync, writeSync } from 'node:fs';
import type { Slice } from '@waybill/http-range';
import { totalLength } from '../domain/delivered.js';
import type { OpenTransfer } from './lost-report.js';
import type { TransferAccount } from './transfer-account.js';
import type { TransferFacts } from './transfer-facts.js';
import type { Note } from './note.js';

/** A line of a page: a beginning, or the numbers of those that are settled. */
type Line = Beginning | { readonly settled: readonly number[] };

interface Beginning extends Pick<OpenTransfer, 'id' | 'planned'> {
  readonly number: number;
  readonly startedAt: string;
  readonly facts?: TransferFacts;
  /** The number of the line whose facts are the same: they are long, and written once a page. */
  readonly like?: number;
}

class PageNote implements Note {
  open = 0;

  constructor(
    readonly page: JournalPage,
    readonly number: number,
  ) {}
}

/** The notes of one client on a page, by what he fetched. */
interface OfFacts {
  /** Number of the line that has the facts. */
  readonly line: number;
  readonly notes: Map<string, PageNote>;
}

const factsText = new WeakMap<TransferFacts, string>();

/** One file of the journal. What was written into it is in the kernel's hands and outlives the process. */
export class JournalPage {
  readonly #descriptor: number;
  #noted = new Map<TransferFacts, OfFacts>();
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
    const key = keyOf(account.planned);
    const known = this.#noted.get(account.facts)?.notes.get(key);
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

  #write({ id, facts, planned, startedMs }: TransferAccount, key: string): PageNote {
    const note = new PageNote(this, this.#count);
    this.#count += 1;
    const known = this.#noted.get(facts);
    const who = known === undefined ? `"facts":${textOf(facts)}` : `"like":${known.line}`;
    const startedAt = new Date(startedMs).toISOString();
    // The id is a UUID: nothing in it is to be escaped.
    this.#append(
      `{"number":${note.number},"id":"${id}","planned":${slicesText(planned)},"startedAt":"${startedAt}",${who}}`,
    );
    const ofFacts = known ?? { line: note.number, notes: new Map<string, PageNote>() };
    ofFacts.notes.set(key, note);
    this.#noted.set(facts, ofFacts);
    return note;
  }

  #append(line: string): void {
    this.#length += writeSync(this.#descriptor, `${line}\n`, this.#length);
  }

  #empty(): void {
    ftruncateSync(this.#descriptor);
    this.#noted = new Map();
    this.#settled = [];
    this.#count = 0;
    this.#length = 0;
  }
}

/** What of a page was never settled; a last line that was cut off is none. */
export function openTransfersOf(text: string): readonly OpenTransfer[] {
  const open = new Map<number, OpenTransfer>();
  const told = new Map<number, TransferFacts>();
  for (const line of text.split('\n').slice(0, -1).map(readLine)) {
    if ('settled' in line) for (const number of line.settled) open.delete(number);
    else read(line, open, told);
  }
  return [...open.values()].filter(({ planned }) => totalLength(planned) > 0);
}

const readLine = (line: string) => JSON.parse(line) as Line;

function read(line: Beginning, open: Map<number, OpenTransfer>, told: Map<number, TransferFacts>): void {
  const { number, id, planned, startedAt, like } = line;
  const facts = line.facts ?? told.get(like ?? number);
  if (facts === undefined) throw new Error(`Line ${number} of a journal does not say whose it is`);
  if (line.facts !== undefined) told.set(number, facts);
  open.set(number, { id, facts, planned, startedAt: new Date(startedAt), delivered: 0, sequence: 0 });
}

const slicesText = (slices: readonly Slice[]) =>
  `[${slices.map(({ start, end }) => `{"start":${start},"end":${end}}`).join(',')}]`;

function keyOf(planned: readonly Slice[]): string {
  const [first] = planned;
  return planned.length === 1 && first !== undefined ? `${first.start}-${first.end}` : slicesText(planned);
}

function textOf(facts: TransferFacts): string {
  const known = factsText.get(facts);
  if (known !== undefined) return known;
  const text = JSON.stringify(facts);
  factsText.set(facts, text);
  return text;
}

import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { createGunzip, createGzip } from 'node:zlib';
import { Injectable } from '@nestjs/common';
import { Clock, DAY } from '@waybill/kernel';
import { ARCHIVED_EVENTS } from './archive-history.js';
import { ArchiveStorage } from './archive-storage.js';
import { type ArchivedErasure, ErasedPeople } from './erased-people.js';
import { HistorySettings } from './history-settings.js';
import { digestOf } from './person-digest.js';
import { NO_CLIENT } from './pseudonyms.js';

/** A line of an archived day. */
interface ArchivedEvent {
  readonly time: string;
  readonly subject: string;
  readonly user_id: string | null;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Erased people are forgotten in the archive as well: files that name one are written anew with his pseudonym. */
@Injectable()
export class ForgetInArchive {
  constructor(
    private readonly erased: ErasedPeople,
    private readonly archive: ArchiveStorage,
    private readonly clock: Clock,
    private readonly settings: HistorySettings,
  ) {}

  /** Returns how many files were written anew. */
  async execute(): Promise<number> {
    const erasures = await this.erased.toForgetInArchive();
    let rewritten = 0;
    if (erasures.length > 0)
      for (const name of await this.archive.list(ARCHIVED_EVENTS))
        rewritten += Number(await this.#forgetIn(name, erasures));
    await this.erased.forgottenInArchive(erasures, this.clock.now());
    // Late news are as old as the history is kept, at most: what they could name is archived by then.
    await this.erased.removeBefore(new Date(this.clock.now().getTime() - 2 * this.settings.keepDays * DAY));
    return rewritten;
  }

  async #forgetIn(name: string, erasures: readonly ArchivedErasure[]): Promise<boolean> {
    if (!(await this.#names(name, erasures))) return false;
    const lines = Readable.from(this.#rewritten(name, erasures));
    const packed = createGzip();
    lines.on('error', (error) => packed.destroy(error)).pipe(packed);
    await this.archive.write(name, packed);
    return true;
  }

  async #names(name: string, erasures: readonly ArchivedErasure[]): Promise<boolean> {
    for await (const line of this.#linesOf(name))
      if (erasureOf(read(line), erasures) !== undefined) return true;
    return false;
  }

  async *#rewritten(name: string, erasures: readonly ArchivedErasure[]): AsyncGenerator<string> {
    for await (const line of this.#linesOf(name)) {
      const event = read(line);
      const erasure = erasureOf(event, erasures);
      yield `${erasure === undefined ? line : JSON.stringify(forgotten(event, erasure))}\n`;
    }
  }

  async *#linesOf(name: string): AsyncGenerator<string> {
    const packed = await this.archive.read(name);
    const unpacked = createGunzip();
    packed.on('error', (error) => unpacked.destroy(error)).pipe(unpacked);
    yield* createInterface({ input: unpacked, crlfDelay: Infinity });
  }
}

function read(line: string): ArchivedEvent {
  return JSON.parse(line) as ArchivedEvent;
}

function erasureOf(
  { user_id, time }: ArchivedEvent,
  erasures: readonly ArchivedErasure[],
): ArchivedErasure | undefined {
  if (user_id === null) return undefined;
  const digest = digestOf(user_id);
  return erasures.find((erasure) => erasure.digest === digest && new Date(time) <= erasure.erasedAt);
}

function forgotten(event: ArchivedEvent, { pseudonym }: ArchivedErasure): ArchivedEvent {
  return {
    ...event,
    user_id: pseudonym,
    subject: event.subject === event.user_id ? pseudonym : event.subject,
    data: { ...event.data, userId: pseudonym, ...('client' in event.data && { client: NO_CLIENT }) },
  };
}

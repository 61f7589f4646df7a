import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { Injectable } from '@nestjs/common';
import { Clock } from '@waybill/kernel';
import { addDays, dayOf } from '../domain/utc.js';
import { ArchiveStorage } from './archive-storage.js';
import { HistoryDays } from './history-days.js';
import { HistorySettings } from './history-settings.js';

export const ARCHIVED_EVENTS = 'events/';

/**
 * Days past the keeping time leave the history: out of reach of new events first, then into a file of compressed NDJSON,
 * and only when that is written are they dropped. A round that was cut off is finished by the next one.
 */
@Injectable()
export class ArchiveHistory {
  constructor(
    private readonly days: HistoryDays,
    private readonly archive: ArchiveStorage,
    private readonly clock: Clock,
    private readonly settings: HistorySettings,
  ) {}

  /** Returns how many days it archived. */
  async execute(): Promise<number> {
    const leftOver = await this.#archiveDetached();
    const firstKept = addDays(dayOf(this.clock.now()), -this.settings.keepDays);
    const old = (await this.days.days()).filter((day) => day < firstKept);
    for (const day of old) await this.days.detach(day);
    return leftOver + (await this.#archiveDetached());
  }

  async #archiveDetached(): Promise<number> {
    const days = await this.days.detachedDays();
    for (const day of days) await this.#archive(day);
    return days.length;
  }

  async #archive(day: string): Promise<void> {
    const first = await this.days.firstDetached(day);
    if (first !== null) await this.#write(day, nameOf(day, first));
    await this.days.drop(day);
  }

  async #write(day: string, name: string): Promise<void> {
    const lines = Readable.from(linesOf(this.days.detachedEvents(day)));
    const packed = createGzip();
    lines.on('error', (error) => packed.destroy(error)).pipe(packed);
    await this.archive.write(name, packed);
  }
}

/**
 * Late events of a day that was archived before make a further file. Who died between writing and dropping writes the same
 * file again: its name follows from what is in it.
 */
function nameOf(day: string, firstPosition: string): string {
  return `${ARCHIVED_EVENTS}${day}/${firstPosition.padStart(16, '0')}.ndjson.gz`;
}

async function* linesOf(events: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const event of events) yield `${event}\n`;
}

import { Injectable } from '@nestjs/common';
import { Transactions } from '@waybill/messaging';
import { addDays, startOfDay } from '../domain/utc.js';
import { countedAt, downloadNews, streamSums } from './figures-of-entries.js';
import { Figures } from './figures.js';
import { History, type PlacedEntry } from './history.js';
import { ShadowFigures } from './shadow-figures.js';

const BATCH = 2_000;

export interface Rebuilt {
  /** The first day that was recomputed: of those before the history begins the figures stay as they are. */
  readonly from: string;
  /** Downloads whose last state came before the day: taken from their stored states. */
  readonly states: number;
  /** Events of the history that were looked at. */
  readonly events: number;
}

interface Start {
  readonly from: string;
  readonly arrivedAfter: number;
}

/**
 * Recomputes every figure from what is stored. Downloads that changed since `firstDay` follow from the history alone; the
 * others, whose events may be archived by now, from their stored last states. Each step is a short transaction, so new
 * events get in between; the last one finds the history used up, and swaps before anything new can come.
 */
@Injectable()
export class RebuildFigures {
  constructor(
    private readonly transactions: Transactions,
    private readonly history: History,
    private readonly figures: Figures,
    private readonly shadow: ShadowFigures,
  ) {}

  async execute(wanted: string): Promise<Rebuilt> {
    const start = await this.#alone(() => this.#open(wanted));
    const states = await this.#takeStates(start.from);
    const events = await this.#replay(start);
    return { from: start.from, states, events };
  }

  async #open(wanted: string): Promise<Start> {
    const complete = await this.history.firstCompleteDay();
    const from = complete !== null && complete > wanted ? complete : wanted;
    await this.shadow.open(from);
    return { from, arrivedAfter: await this.history.lastPosition() };
  }

  async #takeStates(firstDay: string): Promise<number> {
    let taken = 0;
    let afterId: string | undefined = '';
    while (afterId !== undefined) {
      const after: string = afterId;
      const states = await this.#alone(async () => {
        const found = await this.shadow.statesBefore(firstDay, after, BATCH);
        await this.shadow.take(found);
        return found;
      });
      taken += states.length;
      afterId = states.at(-1)?.downloadId;
    }
    return taken;
  }

  async #replay(start: Start): Promise<number> {
    let replayed = 0;
    let position: number | undefined = 0;
    while (position !== undefined) {
      const after: number = position;
      const entries = await this.#alone(() => this.#replayBatch(start, after));
      replayed += entries.length;
      position = entries.at(-1)?.position;
    }
    return replayed;
  }

  /**
   * What was there at the start and counts under a day before was taken over as it was, even an event that was written
   * down just after midnight; what came since is new, however late it is.
   */
  async #replayBatch({ from, arrivedAfter }: Start, position: number): Promise<PlacedEntry[]> {
    const reach = { firstDay: addDays(from, -1), arrivedAfter };
    const entries = await this.history.after(position, reach, BATCH);
    const isNew = (entry: PlacedEntry) =>
      entry.position > arrivedAfter || countedAt(entry) >= startOfDay(from);
    await this.shadow.move(downloadNews(entries));
    await this.shadow.add(streamSums(entries.filter(isNew)));
    if (entries.length === 0) await this.shadow.swap();
    return entries;
  }

  #alone<T>(work: () => Promise<T>): Promise<T> {
    return this.transactions.run(async () => {
      await this.figures.writeAlone();
      return work();
    });
  }
}

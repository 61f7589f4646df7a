import { Injectable } from '@nestjs/common';
import { Transactions } from '@waybill/messaging';
import { downloadNews, streamSums } from './figures-of-entries.js';
import { Figures } from './figures.js';
import { History, type PlacedEntry } from './history.js';
import { ShadowFigures } from './shadow-figures.js';

const BATCH = 2_000;

export interface Rebuilt {
  /** Downloads whose last state came before the day: taken from their stored states. */
  readonly states: number;
  /** Events of the history from that day on. */
  readonly events: number;
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

  async execute(firstDay: string): Promise<Rebuilt> {
    await this.#alone(() => this.shadow.open(firstDay));
    const states = await this.#takeStates(firstDay);
    const events = await this.#replay(firstDay);
    return { states, events };
  }

  async #takeStates(firstDay: string): Promise<number> {
    let taken = 0;
    let afterId: string | undefined = '';
    while (afterId !== undefined) {
      const after: string = afterId;
      const states = await this.#alone(async () => {
        const settled = await this.shadow.settledStates(firstDay, after, BATCH);
        await this.shadow.move(settled);
        return settled;
      });
      taken += states.length;
      afterId = states.at(-1)?.downloadId;
    }
    return taken;
  }

  async #replay(firstDay: string): Promise<number> {
    let replayed = 0;
    let position: number | undefined = 0;
    while (position !== undefined) {
      const after: number = position;
      const entries = await this.#alone(() => this.#replayBatch(firstDay, after));
      replayed += entries.length;
      position = entries.at(-1)?.position;
    }
    return replayed;
  }

  async #replayBatch(firstDay: string, position: number): Promise<PlacedEntry[]> {
    const entries = await this.history.after(position, firstDay, BATCH);
    await this.shadow.move(downloadNews(entries));
    await this.shadow.add(streamSums(entries));
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

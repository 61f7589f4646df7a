import { Injectable } from '@nestjs/common';
import { Clock } from '@waybill/kernel';
import { Transactions } from '@waybill/messaging';
import type { DownloadState } from '../domain/download-state.js';
import { addDays, dayOf } from '../domain/utc.js';
import { Figures } from './figures.js';
import { HistorySettings } from './history-settings.js';
import { SettledFigures } from './settled-figures.js';

const BATCH = 2_000;

/**
 * Stored states would grow without end: those of downloads that are long over go, and the figures keep what they added.
 * Each step is a short transaction, so that new events get in between.
 */
@Injectable()
export class SettleDownloads {
  constructor(
    private readonly transactions: Transactions,
    private readonly figures: Figures,
    private readonly settled: SettledFigures,
    private readonly clock: Clock,
    private readonly settings: HistorySettings,
  ) {}

  /** Returns how many were settled. */
  async execute(): Promise<number> {
    const line = addDays(dayOf(this.clock.now()), -this.settings.settleAfterDays);
    await this.#alone(() => this.settled.advance(line));
    let settled = 0;
    for (;;) {
      const states = await this.#alone(() => this.#settleBatch());
      settled += states.length;
      if (states.length < BATCH) return settled;
    }
  }

  async #settleBatch(): Promise<DownloadState[]> {
    const states = await this.settled.overdue(BATCH);
    await this.settled.settle(states);
    return states;
  }

  #alone<T>(work: () => Promise<T>): Promise<T> {
    return this.transactions.run(async () => {
      await this.figures.writeAlone();
      return work();
    });
  }
}

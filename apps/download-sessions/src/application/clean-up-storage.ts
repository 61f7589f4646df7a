import { Injectable } from '@nestjs/common';
import { Clock, DAY, TIER_FACTS } from '@waybill/kernel';
import { Downloads, type Selection } from '../domain/downloads.js';
import { AutoDeleteSettings } from './auto-delete-settings.js';

/** `old`: ended and older than the person keeps copies; `expired`: copies whose time is over. */
export type StorageCleanup = 'old' | 'expired';

export interface Cleaned {
  readonly count: number;
  /** what this freed: a copy that had expired before took no room any more */
  readonly freedBytes: number;
}

/** Deletes what a person keeps without need (offline edition, 1.8). */
@Injectable()
export class CleanUpStorage {
  constructor(
    private readonly downloads: Downloads,
    private readonly settings: AutoDeleteSettings,
    private readonly clock: Clock,
  ) {}

  /** A preview says what would be deleted, and deletes nothing. */
  async execute(userId: string, cleanup: StorageCleanup, isPreview = false): Promise<Cleaned> {
    const selection = await this.#selection(userId, cleanup);
    return isPreview ? this.downloads.weigh(selection) : this.#delete(selection);
  }

  async #delete(selection: Selection): Promise<Cleaned> {
    const cleaned = { count: 0, freedBytes: 0 };
    for (;;) {
      const found = await this.downloads.updateEach(selection, (download) => {
        if (download.state.deletedAt !== null) return;
        cleaned.freedBytes += download.delete(this.clock.now());
        cleaned.count += 1;
      });
      if (found.length === 0) return cleaned;
    }
  }

  async #selection(userId: string, cleanup: StorageCleanup): Promise<Selection> {
    const now = this.clock.now();
    if (cleanup === 'expired') return { by: 'expired', userId, now };
    const days = (await this.settings.find(userId))?.days ?? TIER_FACTS.free.keepDays;
    return { by: 'old', userId, createdBefore: new Date(now.getTime() - days * DAY) };
  }
}

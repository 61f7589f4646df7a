import { Injectable } from '@nestjs/common';
import { Clock, DAY } from '@waybill/kernel';
import { Downloads } from '../domain/downloads.js';

export interface CleanUpCommand {
  readonly userId: string;
  /** counted from the last change */
  readonly olderThanDays: number;
  readonly statuses: readonly ('completed' | 'failed' | 'cancelled')[];
}

export interface CleanedUp {
  readonly count: number;
  readonly freedBytes: number;
}

/** Takes what ended long ago off a person's list. */
@Injectable()
export class CleanUpDownloads {
  constructor(
    private readonly downloads: Downloads,
    private readonly clock: Clock,
  ) {}

  async execute({ userId, olderThanDays, statuses }: CleanUpCommand): Promise<CleanedUp> {
    const now = this.clock.now();
    const before = new Date(now.getTime() - olderThanDays * DAY);
    const cleaned = { count: 0, freedBytes: 0 };
    for (;;) {
      const found = await this.downloads.updateEach({ by: 'ended', userId, statuses, before }, (download) => {
        if (download.state.deletedAt !== null) return;
        cleaned.freedBytes += download.delete(now);
        cleaned.count += 1;
      });
      if (found.length === 0) return cleaned;
    }
  }
}

import { Injectable } from '@nestjs/common';
import { Clock } from '@waybill/kernel';
import { addDays, dayOf } from '../domain/utc.js';
import { HistoryDays } from './history-days.js';
import { HistorySettings } from './history-settings.js';

/** Makes the days to come, so that no batch has to at midnight. */
@Injectable()
export class PrepareHistory {
  constructor(
    private readonly days: HistoryDays,
    private readonly clock: Clock,
    private readonly settings: HistorySettings,
  ) {}

  async execute(): Promise<number> {
    const today = dayOf(this.clock.now());
    const ahead = Array.from({ length: this.settings.daysAhead + 1 }, (_, index) => addDays(today, index));
    return this.days.ensure(ahead);
  }
}

import { Injectable } from '@nestjs/common';
import { Clock, DAY } from '@waybill/kernel';
import { Erasures } from '@waybill/platform';
import { Quotas } from '../domain/quotas.js';
import { PersonDownloads } from './person-downloads.js';
import { QuotaSettings } from './quota-settings.js';

/** Drops what was only remembered against late events, when none can come any more. @returns how many rows */
@Injectable()
export class ForgetEnded {
  constructor(
    private readonly quotas: Quotas,
    private readonly downloads: PersonDownloads,
    private readonly erasures: Erasures,
    private readonly clock: Clock,
    private readonly settings: QuotaSettings,
  ) {}

  async execute(): Promise<number> {
    const before = new Date(this.clock.now().getTime() - this.settings.rememberDays * DAY);
    const holds = await this.quotas.forgetEndedBefore(before);
    const downloads = await this.downloads.forgetGoneBefore(before);
    const erasures = await this.erasures.forgetBefore(before);
    return holds + downloads + erasures;
  }
}

import { Injectable } from '@nestjs/common';
import { Clock, DAY } from '@waybill/kernel';
import { GrantWindow } from './grant-window.js';
import { Grants } from './grants.js';
import { Places } from './places.js';
import { EntitlementSettings } from './settings.js';

/** What has to be put away from time to time. Each answers how many things it did; a repeat does no harm. */
@Injectable()
export class Housekeeping {
  constructor(
    private readonly places: Places,
    private readonly grants: Grants,
    private readonly window: GrantWindow,
    private readonly settings: EntitlementSettings,
    private readonly clock: Clock,
  ) {}

  releasePlaces(): Promise<number> {
    return this.places.releaseExpired(this.clock.now());
  }

  async prune(): Promise<number> {
    const now = this.clock.now();
    const before = new Date(now.getTime() - this.settings.grantKeepDays * DAY);
    const grants = await this.grants.prune(before);
    const places = await this.places.prune(before);
    return grants + places + (await this.window.prune(now));
  }
}

import { Injectable } from '@nestjs/common';
import { HOUR, SECOND } from '@waybill/kernel';
import { Jobs } from '@waybill/platform';
import { Housekeeping } from './application/housekeeping.js';

export const RELEASE_PLACES = 'release-tentative-places';
export const PRUNE_GRANTS = 'prune-grants';

/** What comes round: one replica does it. */
@Injectable()
export class EntitlementsJobs {
  constructor(jobs: Jobs, housekeeping: Housekeeping) {
    jobs.every(RELEASE_PLACES, 30 * SECOND, () => housekeeping.releasePlaces());
    jobs.every(PRUNE_GRANTS, HOUR, () => housekeeping.prune());
  }
}

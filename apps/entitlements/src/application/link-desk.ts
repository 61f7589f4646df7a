import { Injectable } from '@nestjs/common';
import { refuse } from '../domain/refusals.js';
import { type Asking, isRefused, type Refused, type Request } from './admission.js';
import { Admissions } from './admissions.js';
import { Downloads } from './downloads.js';
import { GrantCarrier } from './grant-carrier.js';
import { Grants } from './grants.js';
import type { GeneratedLink } from './link-cache.js';

/** Issues single links with a life of their own, and knows which of them still serve. */
@Injectable()
export class LinkDesk {
  constructor(
    private readonly admissions: Admissions,
    private readonly carrier: GrantCarrier,
    private readonly grants: Grants,
    private readonly downloads: Downloads,
  ) {}

  /** The place is held as long as the link lives: so many links that are out never open more downloads than are allowed. */
  async issue(asking: Asking, request: Request, seconds: number): Promise<GeneratedLink | Refused> {
    const terms = { linkSeconds: seconds, leaseSeconds: seconds };
    const [admission] = await this.admissions.admit(asking, [request], terms);
    if (admission === undefined) throw new TypeError('A request was not answered');
    if (isRefused(admission)) return admission;
    const { grant } = admission;
    if (grant === null) return { request, refusal: refuse('FILE_NOT_AVAILABLE') };
    const { grantId, downloadId, generation, issuedAt, expiresAt } = grant;
    return { url: await this.carrier.carry(grant), grantId, downloadId, generation, issuedAt, expiresAt };
  }

  async stillServes({ grantId, downloadId, generation }: GeneratedLink): Promise<boolean> {
    if (await this.grants.isRevoked(grantId)) return false;
    return !(await this.downloads.isStopped(downloadId, generation));
  }
}

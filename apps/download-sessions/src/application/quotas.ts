import type { DomainError } from '@waybill/kernel';
import type { Requester } from './requester.js';

export interface HoldRequest {
  readonly downloadId: string;
  readonly generation: number;
  readonly bytes: number;
}

export interface Hold {
  /** how many days the person's tier keeps the copy */
  readonly keepDays: number;
}

/** The service that reserves room. A hold is tentative until the download's event confirms it. */
export abstract class Quotas {
  /** @throws DomainError `INSUFFICIENT_STORAGE` */
  abstract hold(requester: Requester, request: HoldRequest): Promise<Hold>;
  /** Each or none by itself, in order. */
  abstract holdAll(
    requester: Requester,
    requests: readonly HoldRequest[],
  ): Promise<readonly (Hold | DomainError)[]>;
  abstract release(requester: Requester, downloadId: string, generation: number): Promise<void>;
}

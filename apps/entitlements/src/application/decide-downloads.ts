import { Injectable } from '@nestjs/common';
import {
  type Admission,
  type Admitted,
  type Asking,
  isRefused,
  type Refused,
  type Request,
} from './admission.js';
import { Admissions } from './admissions.js';
import { GrantCarrier } from './grant-carrier.js';
import { EntitlementSettings } from './settings.js';

/** A grant in the form that a client can use. */
export interface Link {
  readonly url: string;
  readonly expiresAt: Date;
  readonly grantId: string;
}

export interface Decision extends Admitted {
  /** null where the asset is hosted elsewhere */
  readonly link: Link | null;
}

export type DecisionOutcome = Decision | Refused;

/** Decides whether downloads may be made, takes their places, issues their links. */
@Injectable()
export class DecideDownloads {
  constructor(
    private readonly admissions: Admissions,
    private readonly carrier: GrantCarrier,
    private readonly settings: EntitlementSettings,
  ) {}

  /** Each by itself, in order: one refusal takes nothing from the others. */
  async execute(asking: Asking, requests: readonly Request[]): Promise<readonly DecisionOutcome[]> {
    const admissions = await this.admissions.admit(asking, requests, this.settings);
    return Promise.all(admissions.map((admission) => this.#withLink(admission)));
  }

  /** Throws where it is refused. */
  async one(asking: Asking, request: Request): Promise<Decision> {
    const [outcome] = await this.execute(asking, [request]);
    if (outcome === undefined) throw new TypeError('A request was not answered');
    if (isRefused(outcome)) throw outcome.refusal;
    return outcome;
  }

  async #withLink(admission: Admission): Promise<DecisionOutcome> {
    if (isRefused(admission)) return admission;
    const { grant } = admission;
    if (grant === null) return { ...admission, link: null };
    const { expiresAt, grantId } = grant;
    return { ...admission, link: { url: await this.carrier.carry(grant), expiresAt, grantId } };
  }
}

import { Injectable } from '@nestjs/common';
import { Clock } from '@waybill/kernel';
import { Transactions } from '@waybill/messaging';
import {
  type Admission,
  type Asking,
  isAdmitted,
  isRefused,
  Judge,
  type Refused,
  type Request,
  type Terms,
} from './admission.js';
import { GrantLog } from './grant-log.js';
import { Places } from './places.js';
import { type Standing, Standings, UNKNOWN_ASSET } from './standings.js';

/** Of what is never handed out. */
const UNTIMED: Terms = { linkSeconds: null, leaseSeconds: 0 };

/**
 * Decides, takes the places and issues the grants in one transaction, under the lock of this person and these assets:
 * whatever the concurrency, no more places are taken than there are, and no grant outlives a refund that came before it.
 */
@Injectable()
export class Admissions {
  constructor(
    private readonly transactions: Transactions,
    private readonly standings: Standings,
    private readonly places: Places,
    private readonly log: GrantLog,
    private readonly clock: Clock,
  ) {}

  /** In the order of the requests; each by itself. The same few statements for one request and for a hundred. */
  async admit(asking: Asking, requests: readonly Request[], terms: Terms): Promise<readonly Admission[]> {
    const now = this.clock.now();
    return this.transactions.run(async (tx) => {
      const judge = new Judge(asking, await this.lookLocked(asking.userId, requests, now), terms, now);
      const admissions = requests.map((request) => judge.judge(request));
      const admitted = admissions.filter(isAdmitted);
      const [places, grants] = [
        admitted.map(({ place }) => place),
        admitted.flatMap(({ grant }) => grant ?? []),
      ];
      await Promise.all([this.places.take(places, now), this.log.issue(tx, grants)]);
      await this.log.deny(tx, asking, admissions.filter(isRefused), now);
      return admissions;
    });
  }

  /** What a decision would be, without taking anything. */
  async preview(asking: Asking, request: Request): Promise<Admission> {
    const now = this.clock.now();
    const standings = await this.look(asking.userId, [request], now);
    return new Judge(asking, standings, UNTIMED, now).judge(request);
  }

  /** The same, leaving places out of account: may he have it at all, and which file would it be? */
  async access(asking: Asking, request: Request): Promise<Admission> {
    const now = this.clock.now();
    const standings = await this.look(asking.userId, [request], now);
    const standing = standings.get(request.assetId) ?? UNKNOWN_ASSET;
    const placed = { ...standing, taken: 1, own: { [request.downloadId]: 1 } };
    return new Judge(asking, new Map([[request.assetId, placed]]), UNTIMED, now).judge(request);
  }

  /** Tells of a refusal that `preview` found. */
  async deny(asking: Asking, refused: Refused): Promise<void> {
    await this.transactions.run((tx) => this.log.deny(tx, asking, [refused], this.clock.now()));
  }

  /** One behind the other on the transaction's connection: what is read is what the lock's last holder left. */
  private async lookLocked(userId: string, requests: readonly Request[], now: Date) {
    const assetIds = requests.map(({ assetId }) => assetId);
    const [, standings] = await Promise.all([
      this.standings.lock(userId, assetIds),
      this.look(userId, requests, now),
    ]);
    return standings;
  }

  private look(
    userId: string,
    requests: readonly Request[],
    now: Date,
  ): Promise<ReadonlyMap<string, Standing>> {
    const assetIds = [...new Set(requests.map(({ assetId }) => assetId))];
    const downloadIds = requests.map(({ downloadId }) => downloadId);
    return this.standings.of({ userId, assetIds, downloadIds, now });
  }
}

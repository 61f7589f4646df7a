import { Injectable } from '@nestjs/common';
import type { Tier } from '@waybill/kernel';
import { Throttle } from '../transfer/throttle.js';
import { TokenBucket } from '../transfer/token-bucket.js';
import type { Admission } from './admission.js';

/** Bytes per second of one person, by tier; null is unlimited. */
export type TierRates = Readonly<Record<Tier, number | null>>;

const OPEN = { throttle: Throttle.none, leave: () => undefined };

interface Shared {
  readonly bucket: TokenBucket;
  users: number;
}

/** Token buckets, one per download and one per person, shared by their bodies while there are any. */
@Injectable()
export class Throttles {
  readonly #shared = new Map<string, Shared>();

  constructor(private readonly tiers: TierRates) {}

  /** What a body may send, and what gives its part in the buckets back. */
  of({ rate, tier, userId, facts }: Admission): { readonly throttle: Throttle; readonly leave: () => void } {
    if (rate === null && this.tiers[tier] === null) return OPEN;
    const limits: readonly (readonly [string, number | null])[] = [
      [`download ${facts.downloadId ?? facts.fileId} ${userId}`, rate],
      [`person ${userId}`, this.tiers[tier]],
    ];
    const limited = limits.flatMap(([name, limit]) =>
      limit === null ? [] : [{ key: `${name} ${limit}`, limit }],
    );
    const buckets = limited.map(({ key, limit }) => this.#join(key, limit));
    return { throttle: new Throttle(buckets), leave: () => limited.forEach(({ key }) => this.#leave(key)) };
  }

  #join(key: string, rate: number): TokenBucket {
    const shared = this.#shared.get(key) ?? { bucket: new TokenBucket(rate), users: 0 };
    shared.users += 1;
    this.#shared.set(key, shared);
    return shared.bucket;
  }

  #leave(key: string): void {
    const shared = this.#shared.get(key);
    if (shared === undefined) return;
    shared.users -= 1;
    if (shared.users === 0) this.#shared.delete(key);
  }
}

import { isHigherTier, type Tier } from '@waybill/kernel';

export interface Subscription {
  readonly userId: string;
  readonly tier: Tier;
  /** null is without end */
  readonly validUntil: Date | null;
  readonly changedAt: Date;
}

/** What is known of a person's tier: from his token, and from what billing said last. */
export interface TierEvidence {
  readonly token: Tier;
  readonly recorded: Pick<Subscription, 'tier' | 'validUntil'> | null;
}

/** Either source is enough: the token is the identity provider's word, the record is billing's. */
export function hasSubscription({ token, recorded }: TierEvidence, now: Date): boolean {
  if (isHigherTier(token, 'free')) return true;
  if (recorded === null || !isHigherTier(recorded.tier, 'free')) return false;
  return recorded.validUntil === null || recorded.validUntil > now;
}

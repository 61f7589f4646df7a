import { isHigherTier, type Tier } from '@waybill/kernel';
import { premiumRequired } from './quota.errors.js';

/** What the last `subscription.changed` said. */
export interface Subscription {
  readonly userId: string;
  readonly tier: Tier;
  /** Exclusive; null is without end. */
  readonly validUntil: Date | null;
  readonly changedAt: Date;
}

/** The tier that a subscription gives at this moment: one that ran out gives `free`. */
export function tierOf({ tier, validUntil }: Pick<Subscription, 'tier' | 'validUntil'>, now: Date): Tier {
  return validUntil !== null && validUntil <= now ? 'free' : tier;
}

/** Who asks for a tier, and what he may point to. */
export interface Claim {
  /** In the caller's token. */
  readonly tokenTier: Tier;
  /** `admin` and `service` may set any tier. */
  readonly unlimited: boolean;
  readonly subscription: Subscription | null;
}

/**
 * Nobody gives himself a tier: no higher than the token's or the last `subscription.changed` (DESIGN.md, section 4).
 * @throws DomainError `SUBSCRIPTION_REQUIRED`
 */
export function assertMayTake(wanted: Tier, { tokenTier, unlimited, subscription }: Claim, now: Date): void {
  if (unlimited || !isHigherTier(wanted, tokenTier)) return;
  if (subscription !== null && !isHigherTier(wanted, tierOf(subscription, now))) return;
  throw premiumRequired();
}

/** The tier of an account that is made on first use. A known subscription would have moved it, so it counts first. */
export function openingTier(tokenTier: Tier, subscription: Subscription | null, now: Date): Tier {
  if (subscription === null || expired(subscription, now)) return tokenTier;
  return subscription.tier;
}

function expired({ validUntil }: Subscription, now: Date): boolean {
  return validUntil !== null && validUntil <= now;
}

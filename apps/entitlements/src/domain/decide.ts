import type { DomainError } from '@waybill/kernel';
import type { Asset } from './asset.js';
import { type Order, paidQuantity, refusalOf } from './order.js';
import { refuse, type RefusalCode } from './refusals.js';
import { hasSubscription, type TierEvidence } from './subscription.js';

/** Places taken by this person on this asset. */
export interface Counters {
  /** all of them, those of the asking download included */
  readonly taken: number;
  /** those that the asking download has already; 0 where it needs a new one */
  readonly own: number;
}

export interface Allowance {
  /** places this person may take on this asset; null is no limit */
  readonly limit: number | null;
  /** places taken once this download has its own */
  readonly used: number;
  readonly remaining: number | null;
}

export type Verdict =
  | { readonly allowed: true; readonly allowance: Allowance }
  | { readonly allowed: false; readonly refusal: DomainError };

type DecidedAsset = Pick<Asset, 'access' | 'maxDownloads' | 'removedAt'>;
type DecidedOrder = Pick<Order, 'status' | 'quantity'>;

/**
 * May this person download this asset? The checks in the order of DESIGN.md, section 5: it exists, it is not removed,
 * the person has access, a place is left. (The window of generated links is counted where they are generated.)
 */
export function decide(
  asset: DecidedAsset | null,
  orders: readonly DecidedOrder[],
  subscription: TierEvidence,
  counters: Counters,
  now: Date,
): Verdict {
  const code = accessRefusal(asset, orders, subscription, now);
  if (asset === null || code !== null) return denied(refuse(code ?? 'ASSET_NOT_FOUND'));
  return placeFor(limitOf(asset, orders), counters);
}

function accessRefusal(
  asset: DecidedAsset | null,
  orders: readonly DecidedOrder[],
  subscription: TierEvidence,
  now: Date,
): RefusalCode | null {
  if (asset === null) return 'ASSET_NOT_FOUND';
  if (asset.removedAt !== null) return 'ASSET_REMOVED';
  if (asset.access === 'subscription')
    return hasSubscription(subscription, now) ? null : 'SUBSCRIPTION_REQUIRED';
  if (asset.access === 'purchase') return paidQuantity(orders) > 0 ? null : refusalOf(orders);
  return null;
}

/** `maxDownloads` times the quantity bought; what is not sold is had once. */
function limitOf(
  asset: Pick<Asset, 'access' | 'maxDownloads'>,
  orders: readonly DecidedOrder[],
): number | null {
  if (asset.maxDownloads === null) return null;
  return asset.maxDownloads * (asset.access === 'purchase' ? paidQuantity(orders) : 1);
}

/** A download's first place never counts against itself; the further ones, for bytes sent over and over, do. */
function placeFor(limit: number | null, { taken, own }: Counters): Verdict {
  const used = own > 0 ? taken : taken + 1;
  if (limit === null) return { allowed: true, allowance: { limit, used, remaining: null } };
  const against = own > 0 ? taken - 1 : taken;
  if (against >= limit) return denied(refuse('DOWNLOAD_LIMIT_EXCEEDED', { limit, used: taken }));
  return { allowed: true, allowance: { limit, used, remaining: Math.max(0, limit - used) } };
}

function denied(refusal: DomainError): Verdict {
  return { allowed: false, refusal };
}

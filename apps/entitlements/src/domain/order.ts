import type { Price } from './asset.js';
import type { RefusalCode } from './refusals.js';

/** The statuses an order is given here; a shop's event may bring others, which deny. */
export const ORDER_STATUSES = ['PENDING', 'PAID', 'FAILED', 'REFUNDED'] as const;

export interface Order {
  readonly id: string;
  readonly userId: string;
  readonly assetId: string;
  readonly status: string;
  /** how many were bought; the limit of downloads is multiplied by it */
  readonly quantity: number;
  readonly price: Price | null;
  readonly orderedAt: Date;
  readonly changedAt: Date;
}

type OrderFacts = Pick<Order, 'status' | 'quantity'>;

/** From the best to the worst: of several orders of one person for one asset the best one counts. */
const VERDICTS: readonly (readonly [status: string, refusal: RefusalCode])[] = [
  ['PENDING', 'ORDER_PENDING'],
  ['FAILED', 'ORDER_FAILED'],
  ['REFUNDED', 'ORDER_REFUNDED'],
];

/** How many units are paid for; 0 is none. */
export function paidQuantity(orders: readonly OrderFacts[]): number {
  return orders.filter(isPaid).reduce((sum, order) => sum + order.quantity, 0);
}

/** Why orders of which none is paid give no access. */
export function refusalOf(orders: readonly OrderFacts[]): RefusalCode {
  if (orders.length === 0) return 'NOT_PURCHASED';
  const best = VERDICTS.find(([status]) => orders.some((order) => order.status === status));
  return best?.[1] ?? 'ORDER_INVALID';
}

function isPaid(order: Pick<Order, 'status'>): boolean {
  return order.status === 'PAID';
}

/** One person's claim to one asset. */
export interface Claim {
  readonly userId: string;
  readonly assetId: string;
}

/**
 * The claims that this change may take away: a refund always; whatever a paid order turns into; and what a paid order
 * was for, where it now is for something else.
 */
export function claimsLost(previous: Order | null, current: Order): readonly Claim[] {
  const wasPaid = previous !== null && isPaid(previous);
  const lost: Claim[] = [];
  if (current.status === 'REFUNDED' || (wasPaid && !isPaid(current))) lost.push(claimOf(current));
  if (wasPaid && !isSameClaim(previous, current)) lost.push(claimOf(previous));
  return lost;
}

function claimOf({ userId, assetId }: Order): Claim {
  return { userId, assetId };
}

function isSameClaim(one: Claim, other: Claim): boolean {
  return one.userId === other.userId && one.assetId === other.assetId;
}

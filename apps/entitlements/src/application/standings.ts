import type { Asset } from '../domain/asset.js';
import type { Order } from '../domain/order.js';
import type { Subscription } from '../domain/subscription.js';

/** All that a decision needs to know of one person and one asset. */
export interface Standing {
  /** null where it was never published; a removed one is here, with the time of its removal */
  readonly asset: Asset | null;
  readonly orders: readonly Pick<Order, 'status' | 'quantity'>[];
  readonly subscription: Pick<Subscription, 'tier' | 'validUntil'> | null;
  /** places taken by this person on this asset */
  readonly taken: number;
  /** of these, the ones of the downloads that were asked about */
  readonly own: Readonly<Record<string, number>>;
  /** another download of this person's has a place here that is tentative still: its create is under way */
  readonly isContested: boolean;
}

export const UNKNOWN_ASSET: Standing = {
  asset: null,
  orders: [],
  subscription: null,
  taken: 0,
  own: {},
  isContested: false,
};

export interface StandingsQuestion {
  readonly userId: string;
  readonly assetIds: readonly string[];
  readonly downloadIds: readonly string[];
  readonly now: Date;
}

export abstract class Standings {
  /**
   * Until the surrounding transaction ends nobody else decides about these assets for this person, nor changes what such a
   * decision rests on: orders and places. Locks are taken in one order, so that two batches never wait for each other.
   */
  abstract lock(userId: string, assetIds: readonly string[]): Promise<void>;

  /** By asset id; one statement, however many assets. Unknown ones are absent. */
  abstract of(question: StandingsQuestion): Promise<ReadonlyMap<string, Standing>>;
}

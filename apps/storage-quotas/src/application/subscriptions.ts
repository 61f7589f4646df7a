import { type Subscription } from '../domain/promotion.js';

/** The last `subscription.changed` of each person. */
export abstract class Subscriptions {
  /**
   * Keeps the newest by `changedAt`; nobody's account is opened meanwhile, so that none misses it.
   * @returns false where it was older news
   */
  abstract record(subscription: Subscription): Promise<boolean>;

  abstract find(userId: string): Promise<Subscription | null>;

  /** Marks at most `limit` subscriptions that ran out, so that each is returned once. @returns whose they were */
  abstract takeExpired(now: Date, limit: number): Promise<string[]>;

  abstract forget(userId: string): Promise<void>;
}

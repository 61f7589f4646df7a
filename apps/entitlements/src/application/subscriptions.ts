import type { Subscription } from '../domain/subscription.js';

export abstract class Subscriptions {
  abstract find(userId: string): Promise<Subscription | null>;

  /** Writes what was said here and now; its time is always later than that of what was known. */
  abstract put(statement: Omit<Subscription, 'changedAt'>, now: Date): Promise<Subscription>;

  /** Keeps what billing said; something as new that is known already stays. */
  abstract learn(subscription: Subscription): Promise<void>;

  abstract forget(userId: string): Promise<void>;
}

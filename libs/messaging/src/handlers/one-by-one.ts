import { Logger } from '@nestjs/common';
import { isWorthRetrying } from '@waybill/kernel';
import type { Batch } from '../bus/event-bus.js';
import { persevere } from '../bus/persevere.js';
import type { GivenUp, Parking } from '../dead-letters/parking.js';
import type { HandlingNote } from '../inbox/handling-note.js';
import { eventRetries, eventsHandled } from '../messaging.metrics.js';
import { isDatabaseAway } from '../transactions/postgres-errors.js';
import type { Delivery } from './delivery.js';
import type { Effects } from './effects.js';
import { pauseWithBeats, throwIfEnded, whileBeating } from './keep-alive.js';
import { observeLag } from './observe-lag.js';

export interface RetryPolicy {
  /** Attempts in all, the first one included. */
  readonly attempts: number;
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
}

/** DESIGN.md, section 7: "retried (5 times, backing off)", so six attempts. */
export const RETRIES: RetryPolicy = { attempts: 6, firstPauseMs: 100, longestPauseMs: 5_000 };

/** Each message in a transaction of its own, with attempts that are counted, until it is handled or parked. */
export class OneByOne {
  readonly #logger = new Logger('Events');

  constructor(
    private readonly effects: Effects,
    private readonly note: HandlingNote,
    private readonly parking: Parking,
    private readonly policy: RetryPolicy = RETRIES,
  ) {}

  async process(batch: Batch, deliveries: readonly Delivery[]): Promise<void> {
    for (const delivery of deliveries) {
      throwIfEnded(batch);
      const outcome = await this.#settle(batch, delivery);
      eventsHandled.inc({ topic: batch.topic, outcome });
      await batch.done(delivery.message);
    }
  }

  async #settle(batch: Batch, delivery: Delivery): Promise<'handled' | 'duplicate' | 'parked'> {
    for (;;) {
      const { offset } = delivery.message;
      const { attempts, reason } = await this.#patiently(batch, () => this.note.openOne(batch, offset));
      if (attempts > this.policy.attempts) {
        const survived = reason ?? 'The process ended while it handled this message';
        return this.#park(batch, delivery, { attempts: attempts - 1, reason: survived, stack: null });
      }
      try {
        const handled = await this.#patiently(batch, () => this.effects.carryOut(batch, [delivery]));
        observeLag(batch.topic, handled);
        return handled.length > 0 ? 'handled' : 'duplicate';
      } catch (error) {
        if (isDatabaseAway(error)) throw error;
        if (attempts >= this.policy.attempts || !isWorthRetrying(error))
          return this.#park(batch, delivery, givenUp(error, attempts));
        await this.#beforeNext(batch, error, attempts);
      }
    }
  }

  async #beforeNext(batch: Batch, error: unknown, attempts: number): Promise<void> {
    eventRetries.inc({ topic: batch.topic });
    this.#logger.warn(`${batch.topic}/${batch.partition}, attempt ${attempts} failed: ${String(error)}`);
    await this.#patiently(batch, () => this.note.explain(batch, String(error)));
    const { firstPauseMs, longestPauseMs } = this.policy;
    await pauseWithBeats(batch, Math.min(firstPauseMs * 2 ** (attempts - 1), longestPauseMs));
  }

  async #park(batch: Batch, delivery: Delivery, why: GivenUp): Promise<'parked'> {
    this.#logger.error(`Parked ${delivery.source} ${delivery.id} of ${batch.topic}: ${why.reason}`);
    await this.#patiently(batch, () => this.parking.park(batch, delivery, why));
    return 'parked';
  }

  #patiently<T>(batch: Batch, work: () => Promise<T>): Promise<T> {
    return whileBeating(batch, () => persevere(work, { signal: batch.signal }));
  }
}

function givenUp(error: unknown, attempts: number): GivenUp {
  const stack = error instanceof Error ? (error.stack ?? null) : null;
  return { attempts, reason: String(error), stack };
}

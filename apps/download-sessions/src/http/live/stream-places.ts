import { Injectable } from '@nestjs/common';
import { DomainError } from '@waybill/kernel';

const PER_PERSON = 6;
const RETRY_AFTER_SECONDS = 5;

/** How many streams one person holds on this replica: a browser's tabs, not a way to use up the connections. */
@Injectable()
export class StreamPlaces {
  readonly #taken = new Map<string, number>();

  /** @throws DomainError `RATE_LIMITED` */
  take(userId: string): void {
    const taken = this.#taken.get(userId) ?? 0;
    if (taken >= PER_PERSON)
      throw new DomainError('throttled', 'RATE_LIMITED', 'Too many streams of events', {
        retryAfterSeconds: RETRY_AFTER_SECONDS,
      });
    this.#taken.set(userId, taken + 1);
  }

  free(userId: string): void {
    const left = (this.#taken.get(userId) ?? 1) - 1;
    if (left === 0) this.#taken.delete(userId);
    else this.#taken.set(userId, left);
  }
}

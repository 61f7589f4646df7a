import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { DomainError } from '@waybill/kernel';
import { StreamPlaces } from '../application/stream-places.js';
import { PlaceLocks } from './place-locks.js';

const PER_PERSON = 6;
const RETRY_AFTER_SECONDS = 5;

/**
 * A place is an advisory lock, so the limit holds over all replicas and what one of them holds is free when it is gone. While
 * the database cannot be asked each counts for itself: the limit guards connections, it is not worth a refusal.
 */
@Injectable()
export class PostgresStreamPlaces extends StreamPlaces implements OnModuleDestroy {
  readonly #held = new Map<string, Set<number>>();
  readonly #log = new Logger(PostgresStreamPlaces.name);
  readonly #locks: PlaceLocks;

  constructor(url: string) {
    super();
    this.#locks = new PlaceLocks(url);
  }

  override async take(userId: string): Promise<() => void> {
    for (let place = 0; place < PER_PERSON; place += 1) {
      // Marked before the database is asked: it grants the same lock to the same connection twice.
      if (!this.#mark(userId, place)) continue;
      if (await this.#lock(userId, place)) return () => this.#free(userId, place);
      this.#unmark(userId, place);
    }
    throw new DomainError('throttled', 'RATE_LIMITED', 'Too many streams of events', {
      retryAfterSeconds: RETRY_AFTER_SECONDS,
    });
  }

  onModuleDestroy(): Promise<void> {
    return this.#locks.close();
  }

  async #lock(userId: string, place: number): Promise<boolean> {
    try {
      return await this.#locks.take(userId, place);
    } catch (error) {
      this.#log.warn(`Streams are counted by this replica alone: ${String(error)}`);
      return true;
    }
  }

  #free(userId: string, place: number): void {
    this.#unmark(userId, place);
    // A connection that broke has given its locks back.
    this.#locks.free(userId, place).catch((error: unknown) => this.#log.debug(String(error)));
  }

  #mark(userId: string, place: number): boolean {
    const held = this.#held.get(userId) ?? new Set();
    if (held.has(place)) return false;
    this.#held.set(userId, held.add(place));
    return true;
  }

  #unmark(userId: string, place: number): void {
    const held = this.#held.get(userId);
    held?.delete(place);
    if (held?.size === 0) this.#held.delete(userId);
  }
}

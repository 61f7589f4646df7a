import { Logger } from '@nestjs/common';
import { counter } from '@waybill/platform';
import { Redis } from 'ioredis';

/** A limit is asked on every request: rather none from Redis than a late one. */
const COMMAND_TIMEOUT_MS = 250;
const CONNECT_TIMEOUT_MS = 500;
const LONGEST_PAUSE_MS = 2_000;
/** A Redis that hangs costs one request its patience, not all that come meanwhile. */
const REST_MS = 1_000;

/** Redis, which may be away or hang: then what `otherwise` says holds, which is counted, and an outage is said once. */
export class RedisConnection {
  readonly client: Redis;
  readonly #logger = new Logger('Redis');
  readonly #failures = counter('redis_failures_total', 'What had to do without Redis', ['part']);
  #isAway = false;
  #restsUntil = 0;

  constructor(url: string) {
    this.client = new Redis(url, {
      commandTimeout: COMMAND_TIMEOUT_MS,
      connectTimeout: CONNECT_TIMEOUT_MS,
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      retryStrategy: (attempt) => Math.min(100 * attempt, LONGEST_PAUSE_MS),
    });
    // Without a listener an error of the connection would end the process; what it means is said where it is met.
    this.client.on('error', () => undefined);
  }

  async or<T>(part: string, work: () => Promise<T>, otherwise: () => Promise<T>): Promise<T> {
    if (Date.now() >= this.#restsUntil) {
      try {
        const result = await work();
        this.#returned();
        return result;
      } catch (error) {
        this.#failed(error);
      }
    }
    this.#failures.inc({ part });
    return otherwise();
  }

  close(): void {
    this.client.disconnect();
  }

  #failed(error: unknown): void {
    this.#restsUntil = Date.now() + REST_MS;
    if (!this.#isAway) this.#logger.warn(`Doing without Redis: ${String(error)}`);
    this.#isAway = true;
  }

  #returned(): void {
    if (this.#isAway) this.#logger.log('Redis is back');
    this.#isAway = false;
  }
}

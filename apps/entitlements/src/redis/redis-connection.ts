import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import { counter } from '@waybill/platform';
import { Redis } from 'ioredis';

const COMMAND_TIMEOUT_MS = 500;
const CONNECT_TIMEOUT_MS = 500;
const LONGEST_PAUSE_MS = 2_000;

/**
 * Redis, which may be away: commands fail at once instead of waiting for it, so that whoever asks can do without
 * (issue "The full stack": limits fall back, links are issued uncached, requests go on).
 */
export class RedisConnection implements OnApplicationShutdown {
  readonly client: Redis;
  readonly #logger = new Logger('Redis');
  #isAway = false;
  readonly #failures = counter('redis_failures_total', 'What had to do without Redis', ['part']);

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
    this.client.on('ready', () => this.#returned());
  }

  /** What `work` answers, or what `otherwise` does where Redis fails; each is counted, an outage is said once. */
  async or<T>(part: string, work: () => Promise<T>, otherwise: () => T | Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      this.#failures.inc({ part });
      if (!this.#isAway) this.#logger.warn(`Doing without Redis: ${String(error)}`);
      this.#isAway = true;
      return otherwise();
    }
  }

  #returned(): void {
    if (this.#isAway) this.#logger.log('Redis is back');
    this.#isAway = false;
  }

  onApplicationShutdown(): void {
    this.client.disconnect();
  }
}

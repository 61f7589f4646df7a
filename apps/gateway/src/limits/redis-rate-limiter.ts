import type { OnApplicationShutdown } from '@nestjs/common';
import { measuresOf, verdictOf } from './gcra.js';
import { type LimitPolicy, RateLimiter, type Verdict } from './rate-limiter.js';
import type { RedisConnection } from './redis-connection.js';

/**
 * gcra.ts where all replicas meet, on Redis's own clock so that theirs need not agree. Numbers are microseconds and leave
 * as text: Redis would cut what Lua counts to what fits it. A bucket that is full again is the same as none.
 */
const GCRA = `
  local clock = redis.call('TIME')
  local time = clock[1] * 1000000 + clock[2]
  local interval, room = tonumber(ARGV[1]), tonumber(ARGV[2])
  local current = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), time)
  local allowed = current + interval - time <= room
  if allowed then
    current = current + interval
    redis.call('SET', KEYS[1], string.format('%.0f', current), 'PX', math.ceil((current - time) / 1000))
  end
  return {allowed and 1 or 0, string.format('%.0f', current - time)}`;

/** One count for all replicas; where Redis is away, one for each. */
export class RedisRateLimiter extends RateLimiter implements OnApplicationShutdown {
  constructor(
    private readonly redis: RedisConnection,
    private readonly fallback: RateLimiter,
  ) {
    super();
  }

  override consume(key: string, policy: LimitPolicy): Promise<Verdict> {
    return this.redis.or(
      'rate-limit',
      () => this.#count(key, policy),
      () => this.fallback.consume(key, policy),
    );
  }

  onApplicationShutdown(): void {
    this.redis.close();
  }

  async #count(key: string, policy: LimitPolicy): Promise<Verdict> {
    const { interval, room } = measuresOf(policy);
    const name = `waybill:limit:${policy.name}:${key}`;
    const answer = await this.redis.client.eval(GCRA, 1, name, interval, room);
    const [allowed, debt] = answer as [number, string];
    return verdictOf(Number(debt), policy, allowed === 1);
  }
}

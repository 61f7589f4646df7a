import { randomUUID } from 'node:crypto';
import { SECOND } from '@waybill/kernel';
import { GrantWindow, type WindowAnswer } from '../application/grant-window.js';
import { GRANT_LIMIT, windowState, type WindowState } from '../domain/generated-link.js';
import type { Claim } from '../domain/order.js';
import type { RedisConnection } from './redis-connection.js';

const WINDOW_MS = GRANT_LIMIT.windowSeconds * SECOND;
const MEMBER = 'redis:';

/**
 * A sorted set for each person and asset, scored by the time of the grant. Takes a member where fewer than the limit are in
 * the window (an empty member takes nothing); answers what was taken, how many there are, when the oldest was. Half-open: a
 * grant exactly one window ago has left it.
 */
const WINDOW = `
  local now, window, limit, member = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4]
  redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - window)
  local used, taken = redis.call('ZCARD', KEYS[1]), 0
  if member ~= '' and used < limit then
    redis.call('ZADD', KEYS[1], now, member)
    redis.call('PEXPIRE', KEYS[1], window)
    used, taken = used + 1, 1
  end
  local oldest = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
  return {taken, used, oldest[2] or ''}`;

/** The window that all replicas share; where Redis is away, that of the database. */
export class RedisGrantWindow extends GrantWindow {
  constructor(
    private readonly redis: RedisConnection,
    private readonly fallback: GrantWindow,
  ) {
    super();
  }

  override take(claim: Claim, now: Date): Promise<WindowAnswer> {
    const member = `${MEMBER}${randomUUID()}`;
    return this.redis.or(
      'grant-window',
      async () => {
        const { taken, state } = await this.#run(claim, now, member);
        return { state, taken: taken ? member : null };
      },
      () => this.fallback.take(claim, now),
    );
  }

  override peek(claim: Claim, now: Date): Promise<WindowState> {
    return this.redis.or(
      'grant-window',
      async () => (await this.#run(claim, now, '')).state,
      () => this.fallback.peek(claim, now),
    );
  }

  override async giveBack(claim: Claim, taken: string): Promise<void> {
    if (!taken.startsWith(MEMBER)) return this.fallback.giveBack(claim, taken);
    const remove = () => this.redis.client.zrem(keyOf(claim), taken);
    await this.redis.or('grant-window', remove, () => 0);
  }

  /** Redis drops its keys by itself. */
  override prune(now: Date): Promise<number> {
    return this.fallback.prune(now);
  }

  /** What Redis has of him leaves with its window, within the hour. */
  override forget(userId: string): Promise<void> {
    return this.fallback.forget(userId);
  }

  async #run(claim: Claim, now: Date, member: string): Promise<{ taken: boolean; state: WindowState }> {
    const parameters = [now.getTime(), WINDOW_MS, GRANT_LIMIT.grants, member];
    const answer = await this.redis.client.eval(WINDOW, 1, keyOf(claim), ...parameters);
    const [taken, used, oldest] = answer as [number, number, string];
    const state = windowState(used, oldest === '' ? null : new Date(Number(oldest)), now);
    return { taken: taken === 1, state };
  }
}

function keyOf({ userId, assetId }: Claim): string {
  return `waybill:grant-window:${userId}/${assetId}`;
}

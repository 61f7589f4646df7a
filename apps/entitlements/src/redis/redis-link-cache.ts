import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type GeneratedLink, LinkCache, type LinkMaker } from '../application/link-cache.js';
import { REUSE_FOR } from '../domain/generated-link.js';
import type { RedisConnection } from './redis-connection.js';

/** Longer than making a link takes; whoever made none by then died. */
const LOCK_MS = 5_000;
const POLL_MS = 20;
const UNLOCK = `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0`;

type Turn = GeneratedLink | { readonly release: () => Promise<void> };

/** Links that all replicas share; of those who ask for one at once a single one makes it. Without Redis each makes his own. */
export class RedisLinkCache extends LinkCache {
  constructor(private readonly redis: RedisConnection) {
    super();
  }

  override async once<T>(key: string, maker: LinkMaker<T>): Promise<GeneratedLink | T> {
    const name = `waybill:link:${createHash('sha256').update(key).digest('base64url')}`;
    const turn = await this.#turn(name, maker);
    if ('url' in turn) return turn;
    try {
      const made = await maker.make();
      await this.#keep(name, maker.linkOf(made));
      return made;
    } finally {
      await turn.release();
    }
  }

  /** The link that is kept, or the turn to make one. */
  async #turn<T>(name: string, maker: LinkMaker<T>): Promise<Turn> {
    const deadline = Date.now() + LOCK_MS;
    for (;;) {
      const release = await this.#lock(name);
      const kept = await this.#kept(name);
      const isGood = kept !== null && (await maker.isGood(kept));
      if (isGood) await release?.();
      if (isGood) return kept;
      if (release !== null) return { release };
      if (Date.now() > deadline) return { release: () => Promise.resolve() };
      await delay(POLL_MS);
    }
  }

  /** What gives the lock back; null where another has it. Without Redis nobody waits for anybody. */
  #lock(name: string): Promise<(() => Promise<void>) | null> {
    const owner = randomUUID();
    const lock = `${name}:lock`;
    const unlock = async () => {
      await this.redis.client.eval(UNLOCK, 1, lock, owner);
    };
    const nothing = () => Promise.resolve();
    return this.redis.or(
      'link-cache',
      async () => {
        const answer = await this.redis.client.set(lock, owner, 'PX', LOCK_MS, 'NX');
        return answer === null ? null : () => this.redis.or('link-cache', unlock, nothing);
      },
      () => nothing,
    );
  }

  #kept(name: string): Promise<GeneratedLink | null> {
    return this.redis.or(
      'link-cache',
      async () => read(await this.redis.client.get(name)),
      () => null,
    );
  }

  async #keep(name: string, link: GeneratedLink | null): Promise<void> {
    if (link === null) return;
    const keep = () => this.redis.client.set(name, JSON.stringify(link), 'PX', REUSE_FOR);
    await this.redis.or('link-cache', keep, () => null);
  }
}

function read(text: string | null): GeneratedLink | null {
  if (text === null) return null;
  const link = JSON.parse(text) as GeneratedLink & { readonly issuedAt: string; readonly expiresAt: string };
  return { ...link, issuedAt: new Date(link.issuedAt), expiresAt: new Date(link.expiresAt) };
}

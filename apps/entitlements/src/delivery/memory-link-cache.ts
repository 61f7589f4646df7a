import { Clock } from '@waybill/kernel';
import { type GeneratedLink, LinkCache, type LinkMaker } from '../application/link-cache.js';
import { isReusable } from '../domain/generated-link.js';

/** Links of one process: enough for the embedded stack, where there is one. */
export class MemoryLinkCache extends LinkCache {
  /** In the order in which they were made. */
  readonly #links = new Map<string, GeneratedLink>();
  /** What is being done for each key; whoever comes later waits and then looks again. */
  readonly #busy = new Map<string, Promise<unknown>>();

  constructor(private readonly clock: Clock) {
    super();
  }

  override async once<T>(key: string, maker: LinkMaker<T>): Promise<GeneratedLink | T> {
    const before = this.#busy.get(key) ?? Promise.resolve();
    const mine = before.then(() => this.#answer(key, maker));
    const settled = mine.catch(() => undefined);
    this.#busy.set(key, settled);
    try {
      return await mine;
    } finally {
      if (this.#busy.get(key) === settled) this.#busy.delete(key);
    }
  }

  async #answer<T>(key: string, maker: LinkMaker<T>): Promise<GeneratedLink | T> {
    const kept = this.#links.get(key);
    if (kept !== undefined && (await maker.isGood(kept))) return kept;
    const made = await maker.make();
    this.#links.delete(key);
    const link = maker.linkOf(made);
    if (link !== null) this.#links.set(key, link);
    this.#sweep();
    return made;
  }

  /** From the oldest to the first that may still be handed out again. */
  #sweep(): void {
    const now = this.clock.now();
    for (const [key, link] of this.#links) {
      if (isReusable(link, now)) return;
      this.#links.delete(key);
    }
  }
}

import { Injectable } from '@nestjs/common';
import { Clock, DomainError } from '@waybill/kernel';
import type { HeldBytes } from '../domain/held-bytes.js';
import { ByteStore } from '../sources/byte-store.js';
import { DirectUploads } from './direct-uploads.js';
import { Files } from './files.js';

export interface OrphanTerms {
  /** Younger bytes are passed over: they may belong to what is still on its way. */
  readonly minAgeMs: number;
  readonly remove: boolean;
  /** Removes even where that would be most of what is there. */
  readonly force: boolean;
}

export interface OrphanCount {
  /** Of all that lies in the storage under names of ours. */
  readonly seen: number;
  readonly orphans: number;
  readonly orphanBytes: number;
  readonly removed: number;
}

/** Told of each as it is found, and of how far the look is after each page. */
export interface OrphanWatch {
  found(orphan: HeldBytes, isRemoved: boolean): void;
  passed(count: OrphanCount): void;
}

/** An upload takes less, and so does whoever looks why one failed. */
export const ORPHAN_AGE_MS = 24 * 3600 * 1000;

const PAGE = 500;
const NOBODY: OrphanWatch = { found: () => undefined, passed: () => undefined };

/**
 * Finds bytes that no row leads to: those of an element that died between giving them their place and committing, or of a
 * row that was restored away. They cost room and are never served.
 */
@Injectable()
export class FindOrphans {
  readonly #stop = new AbortController();

  constructor(
    private readonly files: Files,
    private readonly uploads: DirectUploads,
    private readonly store: ByteStore,
    private readonly clock: Clock,
  ) {}

  /**
   * Stopped, it gives what it has seen so far. Refuses with STORAGE_UNKNOWN to remove more than half of what is there: then
   * these are another installation's bytes, or another's rows.
   */
  async execute(terms: OrphanTerms, watch: OrphanWatch = NOBODY): Promise<OrphanCount> {
    if (terms.remove && !terms.force) refuseMost(await this.#look({ ...terms, remove: false }, NOBODY));
    return this.#look(terms, watch);
  }

  /** Ends a running look at the next find. */
  stop(): void {
    this.#stop.abort();
  }

  async #look({ minAgeMs, remove }: OrphanTerms, watch: OrphanWatch): Promise<OrphanCount> {
    const before = new Date(this.clock.now().getTime() - minAgeMs);
    const count = { seen: 0, orphans: 0, orphanBytes: 0, removed: 0 };
    for await (const page of pagesOf(this.store.inventory())) {
      for (const held of await this.#unknown(page.filter(({ changedAt }) => changedAt < before))) {
        if (this.#stop.signal.aborted) return count;
        // What was listed may have gone with its row before the rows were looked at.
        if (!(await this.store.holds(held.location))) continue;
        const isRemoved = remove && (await this.#remove(held));
        if (remove && !isRemoved) continue;
        count.orphans += 1;
        count.orphanBytes += held.size;
        if (isRemoved) count.removed += 1;
        watch.found(held, isRemoved);
      }
      count.seen += page.length;
      watch.passed(count);
      if (this.#stop.signal.aborted) return count;
    }
    return count;
  }

  /** Those that no row leads to, as far as is committed. */
  async #unknown(page: readonly HeldBytes[]): Promise<readonly HeldBytes[]> {
    const [files, uploads] = await Promise.all([
      this.files.locations(idsOf(page, 'file')),
      this.uploads.known(idsOf(page, 'upload')),
    ]);
    return page.filter(({ kind, id, location }) =>
      kind === 'file' ? !files.has(location) : !uploads.has(id),
    );
  }

  /** False where a row leads to it by now. An upload's row is there before its first byte, and none comes back. */
  async #remove({ kind, id, location }: HeldBytes): Promise<boolean> {
    if (kind === 'file') return this.files.clear(id, location, () => this.store.remove(location));
    await this.store.remove(location);
    return true;
  }
}

function refuseMost({ seen, orphans }: OrphanCount): void {
  if (orphans * 2 <= seen) return;
  const message =
    'More than half of what is stored is unknown to this database: is it the one of this storage? Nothing was removed';
  throw new DomainError('conflict', 'STORAGE_UNKNOWN', message, { seen, orphans });
}

function idsOf(page: readonly HeldBytes[], kind: HeldBytes['kind']): string[] {
  return page.filter((held) => held.kind === kind).map(({ id }) => id);
}

async function* pagesOf<T>(items: AsyncIterable<T>): AsyncGenerator<readonly T[]> {
  let page: T[] = [];
  for await (const item of items) {
    page.push(item);
    if (page.length < PAGE) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

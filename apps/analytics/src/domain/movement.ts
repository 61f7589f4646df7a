import { contribution, hasBegun } from './contribution.js';
import type { DownloadState } from './download-state.js';
import { type Completion, completionOf, type Presence, presences } from './presence.js';
import { Sums } from './sums.js';

/** What a batch of news changes: the sums to add, the people to count, the files to describe. */
export interface Movement {
  readonly states: readonly DownloadState[];
  readonly sums: Sums;
  readonly presences: readonly Presence[];
  readonly completions: readonly Completion[];
}

/**
 * The news that count, newest first come or not: of each download the highest revision, and only if it is above the
 * stored one. Rollups move by difference: what the stored state had added goes, what the new one adds comes.
 *
 * A download that began before `settledBefore`, and of whose beginning no state is stored, is settled: counted for good.
 */
export function movement(
  stored: ReadonlyMap<string, DownloadState>,
  news: readonly DownloadState[],
  settledBefore: Date | null = null,
): Movement {
  const states = [...latest(news).values()].filter((state) => {
    const known = stored.get(state.downloadId);
    const isStored = known !== undefined && hasBegun(known);
    if (!isStored && isSettled(state, settledBefore)) return false;
    return state.revision > (known?.revision ?? 0);
  });
  const sums = new Sums();
  const people = new People();
  for (const state of states) {
    const before = stored.get(state.downloadId);
    if (before !== undefined) move(before, -1, sums, people);
    move(state, 1, sums, people);
  }
  const completions = states.map(completionOf).filter((completion) => completion !== null);
  return { states, sums, presences: people.changes(), completions };
}

function isSettled({ begunAt }: DownloadState, settledBefore: Date | null): boolean {
  return settledBefore !== null && begunAt !== null && begunAt < settledBefore;
}

function latest(news: readonly DownloadState[]): Map<string, DownloadState> {
  const newest = new Map<string, DownloadState>();
  for (const state of news) {
    const known = newest.get(state.downloadId);
    if (known === undefined || state.revision > known.revision) newest.set(state.downloadId, state);
  }
  return newest;
}

function move(state: DownloadState, sign: 1 | -1, sums: Sums, people: People): void {
  sums.add(contribution(state), sign);
  for (const presence of presences(state)) people.add(presence, sign);
}

class People {
  readonly #changes = new Map<string, Presence>();

  add({ scope, userId, downloads }: Presence, sign: 1 | -1): void {
    const id = `${scope}\n${userId}`;
    const known = this.#changes.get(id)?.downloads ?? 0;
    this.#changes.set(id, { scope, userId, downloads: known + sign * downloads });
  }

  changes(): Presence[] {
    return [...this.#changes.values()].filter(({ downloads }) => downloads !== 0);
  }
}

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { contribution } from './contribution.js';
import type { DownloadState } from './download-state.js';
import { aState } from '../../test/fixtures/a-state.js';
import { batchesOf, lives } from '../../test/fixtures/histories.js';
import { movement } from './movement.js';
import { ROLLUP_NAMES, type RollupRow, ROLLUPS } from './rollups.js';
import { Sums } from './sums.js';

const stored = (...states: DownloadState[]) => new Map(states.map((state) => [state.downloadId, state]));

describe('movement', () => {
  it('ignores older news and repeats', () => {
    const known = aState({ revision: 5 });
    expect(movement(stored(known), [aState({ revision: 4 }), aState({ revision: 5 })]).states).toEqual([]);
  });

  it('takes the highest revision of a batch, wherever it stands', () => {
    const { states } = movement(new Map(), [aState({ revision: 7 }), aState({ revision: 6 })]);
    expect(states.map(({ revision }) => revision)).toEqual([7]);
  });

  it('leaves settled downloads alone, and moves those that began before and are still stored', () => {
    const line = new Date('2026-03-02T00:00:00.000Z');
    const news = aState({ revision: 9, begunAt: new Date('2026-03-01T23:59:59.999Z') });
    expect(movement(new Map(), [news], line).states).toEqual([]);
    const neverBegun = aState({ revision: 1, begunAt: null, status: 'pending' });
    expect(movement(stored(neverBegun), [news], line).states).toEqual([]);
    expect(movement(stored(aState({ revision: 8, status: 'paused' })), [news], line).states).toEqual([news]);
    expect(movement(new Map(), [aState({ begunAt: line })], line).states).toHaveLength(1);
    expect(movement(new Map(), [neverBegun], line).states).toHaveLength(1);
  });

  it('moves a failed download that was retried and completed from one count to the other', () => {
    const failed = aState({ status: 'failed', revision: 1 });
    const { sums, presences } = movement(stored(failed), [aState({ revision: 3 })]);
    expect(sums.rowsOf('day_types')[0]).toMatchObject({ begun: 0, failed: -1, completed: 1 });
    expect(presences).toEqual([]);
  });

  it('counts people where a download comes under another type', () => {
    const { presences } = movement(stored(aState({ revision: 1 })), [aState({ fileType: 'audio' })]);
    expect(presences).toEqual([
      { scope: 'day/2026-03-01/video', userId: 'ada', downloads: -1 },
      { scope: 'day/2026-03-01/audio', userId: 'ada', downloads: 1 },
    ]);
  });

  it('step by step comes to the sum over the last states, in any order, with repeats', () => {
    const histories = lives.chain((all) => batchesOf(all).map((batches) => ({ all, batches })));
    fc.assert(
      fc.property(histories, ({ all, batches }) => {
        expect(replayed(batches)).toEqual(
          summed(all.map((life) => life.at(-1)).filter((last) => last !== undefined)),
        );
      }),
    );
  });
});

function replayed(batches: readonly DownloadState[][]) {
  const states = new Map<string, DownloadState>();
  const total = new Sums();
  for (const batch of batches) {
    const { states: changed, sums } = movement(states, batch);
    for (const state of changed) states.set(state.downloadId, state);
    total.add(rowsIn(sums));
  }
  return tablesOf(total);
}

function rowsIn(sums: Sums): RollupRow[] {
  return sums.tables().flatMap((table) =>
    sums.rowsOf(table).map((flat) => {
      const { true: key = [], false: measures = [] } = Object.groupBy(Object.entries(flat), ([name]) =>
        name in ROLLUPS[table].key ? 'true' : 'false',
      );
      return {
        table,
        key: Object.fromEntries(key),
        measures: Object.fromEntries(measures) as Record<string, number>,
      };
    }),
  );
}

function summed(states: readonly DownloadState[]) {
  return tablesOf(states.reduce((sums, state) => sums.add(contribution(state)), new Sums()));
}

function tablesOf(sums: Sums) {
  return ROLLUP_NAMES.map((table) =>
    sums
      .rowsOf(table)
      .map((row) => JSON.stringify(row))
      .toSorted(),
  );
}

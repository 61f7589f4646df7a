import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ByteRange } from './byte-set.js';
import { Download } from './download.js';
import { later, report, SIZE, stored } from './download.fixture.js';
import type { TransferReport } from './transfer-report.js';

const PIECE = 100;
const moment = (ms: number) => later(ms / 1000);
const piece = (index: number): ByteRange => ({ start: index * PIECE, end: (index + 1) * PIECE });

/** Bodies that one element summed up: which pieces, and when each of them began. */
function served(...bodies: readonly (readonly [index: number, ms: number])[]): TransferReport {
  const began = bodies.map(([, ms]) => ms);
  return report({
    ranges: bodies.map(([index]) => piece(index)),
    startedAt: moment(Math.min(...began)),
    lastStartedAt: moment(Math.max(...began)),
    reportedAt: moment(Math.max(...began) + 900),
  });
}

function lost(index: number, ms: number, patch: Partial<TransferReport> = {}): TransferReport {
  const told = { ranges: [], unknown: [piece(index)], outcome: 'lost' as const, reportedAt: later(60) };
  return report({ ...told, startedAt: moment(ms), ...patch });
}

/** Each report is folded into what was read back from the store. */
function fold(...reports: TransferReport[]): Download {
  return reports.reduce((download, one) => {
    download.recordTransfer(one, later(90));
    return Download.restore(download.state);
  }, stored());
}

describe('a client that fetches short bodies of two elements in turns, one of which died', () => {
  const living = served(...[0, 2, 4, 6, 8, 9].map((index) => [index, index * 500] as const));
  const gone = [1, 3, 5, 7].map((index) => lost(index, index * 500));

  it.each([
    ['after', [living, ...gone]],
    ['before', [...gone, living]],
    ['among', [gone[3], gone[0], living, gone[2], gone[1]].flatMap((one) => one ?? [])],
  ])('has it all, where the losses are told %s the living one', (_, reports) => {
    const { state } = fold(...reports);
    expect(state).toMatchObject({ status: 'completed', bytesServed: 6 * PIECE });
    expect(state.claimed.ranges).toEqual([1, 3, 5, 7].map(piece));
    expect(state.beginnings.size).toBe(0);
  });

  it('has two lost bodies behind each other, in whatever order they are told', () => {
    const around = served(
      [0, 0],
      [3, 1500],
      [4, 1501],
      [5, 1502],
      [6, 1503],
      [7, 1504],
      [8, 1505],
      [9, 1506],
    );
    for (const losses of [
      [lost(1, 500), lost(2, 1000)],
      [lost(2, 1000), lost(1, 500)],
    ])
      expect(fold(around, ...losses).state.status).toBe('completed');
  });

  it('has what it got of a body that broke off, where it went on', () => {
    const goesOn = report({ ranges: [{ start: 640, end: SIZE }], startedAt: moment(3100) });
    const { state } = fold(served([0, 0], [1, 1], [2, 2], [3, 3], [4, 4], [5, 5]), goesOn, lost(6, 3000));
    expect(state.status).toBe('completed');
    expect(state.claimed.ranges).toEqual([{ start: 600, end: 640 }]);
  });

  it('goes on by another clock, within the same moment', () => {
    const all = [0, 1, 2, 3, 4, 6, 7, 8, 9].map((index) => [index, 2950] as const);
    expect(fold(served(...all), lost(5, 3000)).state.status).toBe('completed');
  });

  it('may still miss the last body: nobody can know', () => {
    const { state } = fold(served(...[0, 1, 2, 3, 4, 5, 6, 7, 8].map((i) => [i, i] as const)), lost(9, 9));
    expect(state.status).toBe('downloading');
    expect(state.unknown.ranges).toEqual([piece(9)]);
  });

  it('completes in whatever order, and by whatever sums, everything is told', () => {
    fc.assert(
      fc.property(journeys, (reports) => {
        const { state } = fold(...reports);
        expect(state.status).toBe('completed');
        expect(state.beginnings.size).toBe(0);
      }),
    );
  });
});

describe('who went on', () => {
  const others = [0, 1, 2, 3].map((index) => [index, index] as const);

  it('is nobody who began before the lost body did', () => {
    const segment = served([5, 100], [6, 600], [7, 700], [8, 800], [9, 900]);
    expect(fold(served(...others), segment, lost(4, 3000)).state).toMatchObject({
      status: 'downloading',
      bytesServed: 900,
    });
  });

  it('is nobody who began while the lost one was still heard of', () => {
    const running = report({
      transferId: 'long',
      ranges: [{ start: 400, end: 420 }],
      outcome: 'running',
      reportedAt: moment(5000),
    });
    const parallel = served([5, 4000], [6, 4001], [7, 4002], [8, 4003], [9, 4004]);
    const loss = lost(4, 10, { transferId: 'long', unknown: [{ start: 420, end: 500 }] });
    expect(fold(served(...others), running, parallel, loss).state.status).toBe('downloading');
  });

  it('is who began there again since', () => {
    const again = report({ ranges: [{ start: 500, end: 510 }], startedAt: moment(3500) });
    const segment = served([5, 100], [6, 600], [7, 700], [8, 800], [9, 900]);
    expect(fold(served(...others), segment, again, lost(4, 3000)).state.status).toBe('completed');
  });

  it('is nobody behind a gap', () => {
    const { state } = fold(served([0, 0], [3, 5000]), lost(1, 1000));
    expect(state.claimed.isEmpty).toBe(true);
  });
});

describe('beginnings', () => {
  it('are those behind gaps, and none where there is no gap', () => {
    expect([...fold(served([2, 20], [3, 30], [7, 70])).state.beginnings.keys()]).toEqual([200, 700]);
    expect(fold(served([0, 1], [1, 2]), served([2, 3])).state.beginnings.size).toBe(0);
  });

  it('go with their gap, also where the client says that it holds it', () => {
    const download = fold(served([2, 20], [7, 70]));
    download.start({ hasPlace: true, link: null, resumeFrom: 250 }, later(90));
    expect([...download.state.beginnings.keys()]).toEqual([700]);
  });

  it('are bounded, and the newest stay', () => {
    const every = (count: number, from: number) =>
      Array.from({ length: count }, (_, index) => ({ start: from + 2 * index, end: from + 2 * index + 1 }));
    const download = stored({ size: 20_000 });
    for (const [ranges, seconds] of [
      [every(4000, 10_001), 5],
      [every(4000, 1), 9],
    ] as const)
      download.recordTransfer(report({ ranges, startedAt: later(seconds) }), later(90));
    const { beginnings } = download.state;
    expect(beginnings.size).toBe(4096);
    expect([...beginnings.keys()].filter((offset) => offset < 10_000)).toHaveLength(4000);
  });

  it('of another file are of no use to what replaces it', () => {
    const download = stored({ ...fold(served([2, 20])).state, status: 'failed' });
    const target = { ...download.state, fileId: 'another' };
    download.retry({ limit: 5, link: null, placeLimit: null, keepDays: 30, target }, later(90));
    expect(download.state.beginnings.size).toBe(0);
  });
});

/**
 * A client that fetches one short body after the other, each of whichever element comes; both die at times, and bodies that they had
 * not told of are lost. What they tell is cut into reports at random, by clocks that differ, and comes in any order.
 */
const journeys = fc
  .record({
    bodies: fc.array(
      fc.record({
        bytes: fc.integer({ min: 1, max: 90 }),
        second: fc.boolean(),
        isLost: fc.boolean(),
        ms: fc.nat(400),
      }),
      { minLength: 2, maxLength: 40 },
    ),
    sums: fc.integer({ min: 1, max: 8 }),
    skew: fc.integer({ min: -100, max: 100 }),
    order: fc.infiniteStream(fc.nat()),
  })
  .map(({ bodies, sums, skew, order }) => {
    const all = inTurn(bodies).map((body) => (body.second ? { ...body, at: body.at + skew } : body));
    const told = all.filter(({ isLost }) => !isLost);
    const elements = [told.filter(({ second }) => !second), told.filter(({ second }) => second)];
    const losses = all
      .filter(({ isLost }) => isLost)
      .map(({ start, end, at }) => lost(0, at, { unknown: [{ start, end }] }));
    return shuffled([...elements.flatMap((ones) => summedUp(ones, sums)), ...losses], order);
  });

interface Body extends ByteRange {
  readonly second: boolean;
  readonly isLost: boolean;
  readonly at: number;
}

interface Fetched {
  readonly bytes: number;
  readonly second: boolean;
  readonly isLost: boolean;
  readonly ms: number;
}

/** One behind the other until the file is whole; the last one is told of. */
function inTurn(bodies: readonly Fetched[]): Body[] {
  const all: Body[] = [];
  for (const { bytes, ms, ...rest } of bodies) {
    const { end: start, at } = all.at(-1) ?? { end: 0, at: 0 };
    if (start + bytes < SIZE) all.push({ ...rest, start, end: start + bytes, at: at + ms });
  }
  const { end: start, at } = all.at(-1) ?? { end: 0, at: 0 };
  return [...all, { start, end: SIZE, second: false, isLost: false, at: at + 1 }];
}

function summedUp(bodies: readonly Body[], sums: number): TransferReport[] {
  return Array.from({ length: Math.ceil(bodies.length / sums) }, (_, index) => {
    const ones = bodies.slice(index * sums, (index + 1) * sums);
    return report({
      ranges: ones.map(({ start, end }) => ({ start, end })),
      startedAt: moment(ones[0]?.at ?? 0),
      lastStartedAt: moment(ones.at(-1)?.at ?? 0),
    });
  });
}

function shuffled<T>(things: readonly T[], order: fc.Stream<number>): T[] {
  const keys = [...order.take(things.length)];
  return things
    .map((thing, index) => ({ thing, key: keys[index] ?? 0 }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ thing }) => thing);
}

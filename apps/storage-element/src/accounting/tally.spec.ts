import { describe, expect, it } from '@jest/globals';
import { RelayedBody } from '../transfer/relayed-body.js';
import { reportOf, Tally } from './tally.js';
import { TransferAccount } from './transfer-account.js';
import { factsOf } from './transfer-facts.fixture.js';

const REPORT_MS = 1_000;
const BEGAN = Date.parse('2024-01-25T12:00:00.000Z');
const FACTS = factsOf('dl_1');

function bodyOf(start: number, end: number, startedMs: number, facts = FACTS): TransferAccount {
  const body = new RelayedBody({ pieces: [{ kind: 'slice', start, end }], length: end - start });
  return new TransferAccount(`t${start}`, 'r', facts, body, startedMs);
}

function reportsOf(tally: Tally, now: number) {
  return tally.take(now).map((group) => reportOf(group, now));
}

describe('bodies that are reported together', () => {
  it('are one report with their sums, which says when the last of them began', () => {
    const tally = new Tally(REPORT_MS);
    // In the order in which they were over, not in that in which they began.
    for (const [start, ms] of [
      [200, 20],
      [0, 5],
      [600, 60],
      [100, 40],
    ] as const)
      tally.add(bodyOf(start, start + 100, BEGAN + ms), BEGAN + 100);
    expect(reportsOf(tally, BEGAN + 200)).toMatchObject([
      {
        transferId: 't200',
        bodies: 4,
        bytes: 400,
        ranges: [
          { start: 0, end: 300 },
          { start: 600, end: 700 },
        ],
        startedAt: '2024-01-25T12:00:00.020Z',
        lastStartedAt: '2024-01-25T12:00:00.060Z',
        reportedAt: '2024-01-25T12:00:00.200Z',
      },
    ]);
  });

  it('may leave any number of holes, be asked for again and overlap', () => {
    const tally = new Tally(REPORT_MS);
    const far = Array.from({ length: 300 }, (_, index) => ((index * 7) % 300) * 1000);
    for (const start of [...far, ...far, 50, 50]) tally.add(bodyOf(start, start + 100, BEGAN), BEGAN);
    const [report] = reportsOf(tally, BEGAN);
    expect(report).toMatchObject({ bodies: 602, bytes: 60_200 });
    expect(report?.ranges).toEqual(
      far
        .toSorted((one, other) => one - other)
        .map((start) => ({ start, end: start === 0 ? 150 : start + 100 })),
    );
  });

  it('wait for the second to be over, but for the first one', () => {
    const tally = new Tally(REPORT_MS);
    tally.add(bodyOf(0, 100, BEGAN), BEGAN);
    const [first, ...others] = reportsOf(tally, BEGAN);
    expect(others).toEqual([]);
    expect(first).not.toHaveProperty('bodies');
    expect(first).not.toHaveProperty('lastStartedAt');
    tally.add(bodyOf(100, 200, BEGAN + 1), BEGAN + 2);
    expect(reportsOf(tally, BEGAN + REPORT_MS - 1)).toEqual([]);
    expect(reportsOf(tally, BEGAN + REPORT_MS)).toHaveLength(1);
  });

  it('are of one grant', () => {
    const tally = new Tally(REPORT_MS);
    for (const grantId of ['gr_1', 'gr_2']) tally.add(bodyOf(0, 100, BEGAN, { ...FACTS, grantId }), BEGAN);
    expect(reportsOf(tally, BEGAN).map(({ grantId }) => grantId)).toEqual(['gr_1', 'gr_2']);
  });
});

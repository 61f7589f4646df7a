import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ByteRange } from './byte-set.js';
import type { Download } from './download.js';
import { heldBytes } from './coverage.js';
import { downloadedOf, progressOf } from './download-state.js';
import type { TransferReport } from './transfer-report.js';
import { later, report, SIZE, stored } from './download.fixture.js';

const piece = fc
  .tuple(fc.nat(SIZE), fc.nat(SIZE))
  .map(([a, b]): ByteRange => ({ start: Math.min(a, b), end: Math.max(a, b) }));
const told = fc.record({
  ranges: fc.array(piece, { maxLength: 3 }),
  unknown: fc.array(piece, { maxLength: 2 }),
  outcome: fc.constantFrom('running' as const, 'complete' as const, 'aborted' as const, 'lost' as const),
});

function fold(download: Download, ...reports: TransferReport[]): Download {
  for (const one of reports) download.recordTransfer(one, later(2));
  return download;
}

describe('coverage', () => {
  it('never runs backwards, never overlaps, never passes the size', () => {
    fc.assert(
      fc.property(fc.array(told, { maxLength: 12 }), (reports) => {
        const download = stored();
        let before = 0;
        for (const one of reports) {
          fold(download, report(one));
          const { covered, claimed, unknown } = download.state;
          expect(
            covered.intersect(claimed).isEmpty && unknown.intersect(covered.union(claimed)).isEmpty,
          ).toBe(true);
          expect(downloadedOf(download.state)).toBeGreaterThanOrEqual(before);
          expect(progressOf(download.state) === 100).toBe(download.state.status === 'completed');
          before = downloadedOf(download.state);
        }
        expect(before).toBeLessThanOrEqual(SIZE);
      }),
    );
  });

  it('is the same in whatever order ranges come', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const forwards = fold(stored(), ...pieces.map((one) => report({ ranges: [one] })));
        const backwards = fold(stored(), ...pieces.toReversed().map((one) => report({ ranges: [one] })));
        expect(forwards.state.covered.equals(backwards.state.covered)).toBe(true);
        expect(forwards.state.bytesServed).toBe(backwards.state.bytesServed);
      }),
    );
  });
});

describe('a transfer whose server died', () => {
  const first = report({ transferId: 'dead', ranges: [{ start: 0, end: 300 }], outcome: 'running' });
  const lost = report({
    transferId: 'dead',
    ranges: [],
    unknown: [{ start: 300, end: SIZE }],
    outcome: 'lost',
    reportedAt: later(60),
  });
  const goesOn = report({ ranges: [{ start: 450, end: SIZE }], startedAt: later(10), reportedAt: later(11) });

  it('leaves a hole that fills itself when the client goes on', () => {
    const download = fold(stored(), first, lost, goesOn);
    expect(download.state).toMatchObject({ status: 'completed', bytesServed: 850 });
    expect(download.state.claimed.ranges).toEqual([{ start: 300, end: 450 }]);
  });

  it('also where its loss is told after the client went on elsewhere', () => {
    const download = fold(stored(), first, goesOn, lost);
    expect(download.state.status).toBe('completed');
  });

  it('fills the holes of short bodies that arrived whole, when the client goes on behind them', () => {
    const short = (start: number, end: number) => ({
      ...lost,
      transferId: `short ${start}`,
      unknown: [{ start, end }],
    });
    const next = report({ ranges: [{ start: 500, end: SIZE }], startedAt: later(80), reportedAt: later(81) });
    const told = [short(300, 400), short(400, 500)];
    for (const reports of [
      [first, ...told, next],
      [first, next, ...told],
    ]) {
      const { state } = fold(stored(), ...reports);
      expect(state.status).toBe('completed');
      expect(state.claimed.ranges).toEqual([{ start: 300, end: 500 }]);
    }
  });

  it('claims nothing for a parallel transfer that was running before', () => {
    const parallel = report({ ranges: [{ start: 600, end: 700 }], outcome: 'running' });
    const download = fold(stored(), first, parallel, lost);
    expect(heldBytes(download.state)).toBe(400);
    const further = report({
      transferId: parallel.transferId,
      ranges: [{ start: 700, end: 800 }],
      reportedAt: later(70),
    });
    expect(heldBytes(fold(download, further).state)).toBe(500);
  });

  it('fills each hole by the transfer that goes on there', () => {
    const other = report({ transferId: 'dead too', ranges: [{ start: 500, end: 600 }], outcome: 'running' });
    const lostToo = { ...lost, transferId: 'dead too', unknown: [{ start: 600, end: SIZE }] };
    const download = fold(stored(), first, other, lost, lostToo);
    fold(
      download,
      report({ ranges: [{ start: 650, end: SIZE }], startedAt: later(80), reportedAt: later(81) }),
    );
    expect(download.state.status).toBe('downloading');
    expect(download.state.claimed.ranges).toEqual([{ start: 600, end: 650 }]);
    fold(
      download,
      report({ ranges: [{ start: 350, end: 500 }], startedAt: later(80), reportedAt: later(82) }),
    );
    expect(download.state.status).toBe('completed');
  });

  it('claims nothing for a range that merely starts elsewhere', () => {
    const download = fold(stored(), report({ ranges: [{ start: 500, end: SIZE }] }));
    expect(heldBytes(download.state)).toBe(500);
  });
});

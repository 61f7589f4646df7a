import { describe, expect, it } from '@jest/globals';
import { type DownloadFacts } from '@waybill/contracts';
import { reportOf, reportOfDeleted, reportOfExpired } from './download-report.js';

const facts = {
  downloadId: 'dl_1',
  userId: 'u1',
  origin: 'offline',
  revision: 4,
  generation: 2,
  size: 100,
  holdsQuota: true,
  status: 'paused',
  createdAt: '2026-01-01T00:00:00.000Z',
} as DownloadFacts;

describe('what a download’s event means for its hold', () => {
  it.each([
    ['pending', 'live'],
    ['downloading', 'live'],
    ['paused', 'live'],
    ['completed', 'completed'],
    ['failed', 'ended'],
    ['cancelled', 'ended'],
  ] as const)('%s is %s', (status, phase) => {
    expect(reportOf({ ...facts, status }).phase).toBe(phase);
  });

  it('is gone once expired or deleted, whatever its status', () => {
    const completed = { ...facts, status: 'completed' as const };
    const gone = { phase: 'gone', status: 'completed', generation: 2, revision: 4, bytes: 100 };
    expect(reportOfExpired(completed)).toMatchObject({ ...gone, deleted: false });
    expect(reportOfDeleted(completed)).toMatchObject({ ...gone, deleted: true });
  });

  it('lists no reported downloads', () => {
    expect(reportOf(facts).listed).toBe(true);
    expect(reportOf({ ...facts, origin: 'tracking' }).listed).toBe(false);
  });
});

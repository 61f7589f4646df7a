import { describe, expect, it } from '@jest/globals';
import { accuracyOf, downloadedOf, placesOf } from './download-state.js';
import { later, newDownload, NOW } from './download.fixture.js';
import { ReportedDownload } from './reported-download.js';

const { id, userId, client } = newDownload().state;
const made = { id, userId, client, target: { ...newDownload().state, assetId: null } };
const start = (bytes = 0) => ReportedDownload.start(made, bytes, NOW);

describe('a reported download', () => {
  it('begins with its start, runs, and touches no quota and no place', () => {
    const { state, changes } = start(10);
    expect(state).toMatchObject({
      status: 'downloading',
      begunAt: NOW,
      holdsQuota: false,
      origin: 'tracking',
    });
    expect([accuracyOf(state), downloadedOf(state), placesOf(state)]).toEqual(['reported', 10, 0]);
    expect(changes.map(({ type }) => type)).toEqual(['created', 'started']);
  });

  it.each([
    [8, 1000],
    [null, 60_000],
  ])('completed at %p kbps it was active for %i ms', (speed, active) => {
    const download = start();
    expect(download.complete(speed, later(60))).toBe(true);
    expect(download.state).toMatchObject({ status: 'completed', speedKbps: speed });
    expect(download.state.pace.activeMilliseconds).toBe(active);
  });

  it('ends once', () => {
    const download = start();
    expect(download.fail('no disk', NOW)).toBe(true);
    expect([
      download.fail(null, NOW),
      download.cancel(NOW),
      download.complete(1, NOW),
      download.resume(1, NOW),
    ]).toEqual([false, false, false, false]);
    expect(download.state.failure).toEqual({ reason: 'reported', message: 'no disk' });
  });

  it('is revived when it runs or was cancelled; progress is the most that was reported', () => {
    const download = start(500);
    download.cancel(NOW);
    expect(download.resume(200, NOW)).toBe(true);
    expect(download.resume(700, NOW)).toBe(true);
    expect(download.resume(5000, NOW)).toBe(true);
    expect(download.state).toMatchObject({ status: 'downloading', resumeCount: 3, endedAt: null });
    expect(downloadedOf(download.state)).toBe(1000);
  });
});

import { describe, expect, it } from '@jest/globals';
import { DomainError } from '@waybill/kernel';
import { ByteSet } from './byte-set.js';
import type { Download } from './download.js';
import { FINAL_STATUSES, LIVE_STATUSES, progressOf, placesOf } from './download-state.js';
import { inStatus, later, LINK, newDownload, NOW, report, SIZE, stored } from './download.fixture.js';

type Status = Download['state']['status'];
const START = { hasPlace: true, link: LINK, resumeFrom: null };
const RETRY = { limit: 5, link: LINK, placeLimit: 10, keepDays: 30, target: newDownload().state };
const WHOLE = [{ start: 0, end: SIZE }];

const CALLS = {
  start: (download: Download) => download.start(START, later(1)),
  'start without a place': (download: Download) => download.start({ ...START, hasPlace: false }, later(1)),
  pause: (download: Download) => download.pause(later(1)),
  cancel: (download: Download) => download.cancel(later(1)),
  retry: (download: Download) => download.retry(RETRY, later(1)),
  'first byte': (download: Download) =>
    download.recordTransfer(report({ ranges: [{ start: 0, end: 1 }] }), later(1)),
  'all covered': (download: Download) => download.recordTransfer(report({ ranges: WHOLE }), later(1)),
  fails: (download: Download) => download.fail('broken', later(1)),
};
type Call = keyof typeof CALLS;

/** DESIGN.md, section 3, cell by cell: the status after the call and its events, or the refusal's code. */
const TABLE: [Status, Call, Status | 'error', string[] | string][] = [
  ['pending', 'start', 'downloading', ['started']],
  ['pending', 'start without a place', 'pending', ['queued']],
  ['pending', 'pause', 'paused', ['paused']],
  ['pending', 'cancel', 'cancelled', ['cancelled']],
  ['pending', 'retry', 'error', 'DOWNLOAD_IN_PROGRESS'],
  ['pending', 'first byte', 'downloading', ['started']],
  ['pending', 'all covered', 'completed', ['started', 'completed']],
  ['pending', 'fails', 'failed', ['failed']],
  ['downloading', 'start', 'downloading', []],
  ['downloading', 'start without a place', 'downloading', []],
  ['downloading', 'pause', 'paused', ['paused']],
  ['downloading', 'cancel', 'cancelled', ['cancelled']],
  ['downloading', 'retry', 'error', 'DOWNLOAD_IN_PROGRESS'],
  ['downloading', 'first byte', 'downloading', ['started']],
  ['downloading', 'all covered', 'completed', ['completed']],
  ['downloading', 'fails', 'failed', ['failed']],
  ['paused', 'start', 'downloading', ['resumed']],
  ['paused', 'start without a place', 'pending', ['queued']],
  ['paused', 'pause', 'paused', []],
  ['paused', 'cancel', 'cancelled', ['cancelled']],
  ['paused', 'retry', 'error', 'DOWNLOAD_IN_PROGRESS'],
  ['paused', 'first byte', 'paused', []],
  ['paused', 'all covered', 'completed', ['completed']],
  ['paused', 'fails', 'failed', ['failed']],
  ['failed', 'start', 'error', 'INVALID_STATE'],
  ['failed', 'pause', 'error', 'INVALID_STATE'],
  ['failed', 'cancel', 'cancelled', ['cancelled']],
  ['failed', 'retry', 'pending', ['retried']],
  ['failed', 'first byte', 'failed', []],
  ['failed', 'all covered', 'failed', []],
  ['failed', 'fails', 'failed', []],
  ['completed', 'start', 'error', 'DOWNLOAD_ALREADY_COMPLETED'],
  ['completed', 'pause', 'error', 'DOWNLOAD_ALREADY_COMPLETED'],
  ['completed', 'cancel', 'error', 'DOWNLOAD_ALREADY_COMPLETED'],
  ['completed', 'retry', 'error', 'DOWNLOAD_ALREADY_COMPLETED'],
  ['completed', 'first byte', 'completed', []],
  ['completed', 'all covered', 'completed', []],
  ['completed', 'fails', 'completed', []],
  ['cancelled', 'start', 'error', 'INVALID_STATE'],
  ['cancelled', 'pause', 'error', 'INVALID_STATE'],
  ['cancelled', 'cancel', 'cancelled', []],
  ['cancelled', 'retry', 'error', 'INVALID_STATE'],
  ['cancelled', 'first byte', 'cancelled', ['cancelled']],
  ['cancelled', 'all covered', 'cancelled', ['cancelled']],
  ['cancelled', 'fails', 'cancelled', []],
];

describe('the life of a download', () => {
  it.each(TABLE)('%s, %s: %s %j', (from, call, to, expected) => {
    const download = inStatus(from);
    if (to === 'error') {
      expect(codeOf(() => CALLS[call](download))).toBe(expected);
      expect(download.isChanged).toBe(false);
    } else {
      CALLS[call](download);
      expect(download.state.status).toBe(to);
      expect(download.changes.map(({ type }) => type)).toEqual(expected);
    }
  });

  it.each(['start', 'pause', 'cancel', 'retry'] as const)('an expired one is gone for %s', (call) => {
    const download = inStatus('completed', { expiredAt: NOW });
    expect(codeOf(() => CALLS[call](download))).toBe('DOWNLOAD_EXPIRED');
  });

  it.each(['start', 'pause', 'cancel', 'retry'] as const)('a deleted one is not found by %s', (call) => {
    expect(codeOf(() => CALLS[call](inStatus('completed', { deletedAt: NOW })))).toBe('DOWNLOAD_NOT_FOUND');
  });

  it.each(LIVE_STATUSES)('deleting a %s one cancels it first, and frees nothing', (status) => {
    const download = inStatus(status);
    expect(download.delete(NOW)).toBe(0);
    expect(download.changes.map(({ type }) => type)).toEqual(['cancelled', 'deleted']);
    expect(codeOf(() => download.delete(NOW))).toBe('DOWNLOAD_NOT_FOUND');
  });

  it.each(FINAL_STATUSES)('deleting a %s one frees what is stored', (status) => {
    const download = inStatus(status);
    expect(download.delete(NOW)).toBe(status === 'completed' ? SIZE : 0);
    expect(download.changes.map(({ type }) => type)).toEqual(['deleted']);
  });

  it('frees nothing twice: an expired copy is not stored any more', () => {
    const download = inStatus('completed');
    expect(download.expire('kept-until', NOW)).toBe(true);
    expect(download.expire('kept-until', NOW)).toBe(false);
    expect(download.delete(NOW)).toBe(0);
  });

  it('gives each change a revision of its own', () => {
    const download = inStatus('downloading');
    download.delete(NOW);
    expect(download.changes.map(({ state }) => state.revision)).toEqual([2, 3]);
  });

  it('may be retried five times', () => {
    expect(codeOf(() => inStatus('failed', { retryCount: 5 }).retry(RETRY, NOW))).toBe('INVALID_STATE');
    const download = inStatus('failed', { retryCount: 4, covered: ByteSet.upTo(10) });
    download.retry(RETRY, NOW);
    expect(download.state).toMatchObject({ status: 'pending', retryCount: 5, generation: 2, failure: null });
    expect(download.state.covered.length).toBe(10);
  });

  it('begins anew where another file serves the retry', () => {
    const download = inStatus('failed', { covered: ByteSet.upTo(10) });
    download.retry({ ...RETRY, target: { ...RETRY.target, fileId: 'another', size: 7 } }, NOW);
    expect(download.state).toMatchObject({ fileId: 'another', size: 7 });
    expect(download.state.covered.isEmpty).toBe(true);
  });
});

describe('the queue', () => {
  it('keeps the turn of one that waits already', () => {
    const download = stored({ queuedAt: NOW });
    download.start({ ...START, hasPlace: false }, later(5));
    expect(download.state.queuedAt).toEqual(NOW);
    expect(download.changes).toEqual([]);
  });

  it('is left by promotion, once', () => {
    const download = stored({ queuedAt: NOW });
    download.promote(later(1));
    download.promote(later(2));
    expect(download.changes).toMatchObject([{ type: 'started', reason: 'promoted' }]);
    expect(download.state).toMatchObject({ status: 'downloading', queuedAt: null });
  });

  it('is overtaken by bytes that a client fetches on its link', () => {
    const download = stored({ queuedAt: NOW });
    download.recordTransfer(report({ ranges: [{ start: 0, end: 5 }] }), later(1));
    expect(download.state).toMatchObject({ status: 'downloading', queuedAt: null });
  });
});

describe('generations', () => {
  it('grow when a stopped one is set going again', () => {
    const download = inStatus('paused');
    expect(download.nextGeneration).toBe(2);
    download.start({ ...START, hasPlace: false }, NOW);
    expect(download.state).toMatchObject({ status: 'pending', generation: 2, resumeCount: 1 });
    expect(download.nextGeneration).toBe(2);
  });

  it.each([
    ['paused', 'downloading', ['resumed']],
    ['failed', 'downloading', ['retried', 'started']],
    ['cancelled', 'cancelled', ['cancelled']],
  ] as const)('bytes of a newer one find a %s download and leave it %s', (from, to, events) => {
    const download = inStatus(from);
    download.recordTransfer(report({ ranges: [{ start: 0, end: 5 }], generation: 3 }), NOW);
    expect(download.state.status).toBe(to);
    expect(download.state.bytesServed).toBe(5);
    expect(download.changes.map(({ type }) => type)).toEqual(events);
    if (to === 'downloading') expect(download.state.generation).toBe(3);
  });

  it('the first byte of one that was asked to start is told, once', () => {
    const download = inStatus('downloading');
    for (const start of [0, 5])
      download.recordTransfer(report({ ranges: [{ start, end: start + 5 }] }), later(start));
    expect(download.changes.map(({ type, state }) => [type, state.begunAt !== null])).toEqual([
      ['started', true],
    ]);
  });

  it('late bytes of an older one count, and start nothing', () => {
    const download = stored({ generation: 2 });
    download.recordTransfer(report({ ranges: [{ start: 0, end: 5 }], generation: 1 }), NOW);
    expect(download.state).toMatchObject({ status: 'pending', bytesServed: 5 });
  });
});

describe('claims', () => {
  it('count towards completion and never towards bytes served', () => {
    const download = stored();
    download.start({ ...START, resumeFrom: 600 }, NOW);
    download.recordTransfer(report({ ranges: [{ start: 600, end: SIZE }] }), NOW);
    expect(download.state).toMatchObject({ status: 'completed', bytesServed: 400 });
    expect(download.state.claimed.length).toBe(600);
  });

  it('work in any live state, a running one too', () => {
    const download = inStatus('downloading');
    download.start({ ...START, resumeFrom: SIZE }, NOW);
    expect(download.state.status).toBe('completed');
  });

  it.each([-1, SIZE + 1])('of %i bytes are refused', (resumeFrom) => {
    expect(codeOf(() => stored().start({ ...START, resumeFrom }, NOW))).toBe('VALIDATION_FAILED');
  });
});

describe('an asset that is hosted elsewhere', () => {
  const hosted = (status: Status = 'pending') => inStatus(status, { fileId: null, covered: ByteSet.empty });

  it('is as far as its client said it was', () => {
    const download = hosted();
    download.reportProgress(300, NOW);
    download.reportProgress(200, NOW);
    expect(progressOf(download.state)).toBe(30);
    download.reportProgress(SIZE, NOW);
    expect(download.changes.map(({ type }) => type)).toEqual(['started', 'completed']);
  });

  it('takes no report while it is stopped, and none past its size', () => {
    expect(codeOf(() => hosted('paused').reportProgress(1, NOW))).toBe('INVALID_STATE');
    expect(codeOf(() => hosted('failed').reportProgress(1, NOW))).toBe('INVALID_STATE');
    expect(codeOf(() => hosted('completed').reportProgress(1, NOW))).toBe('DOWNLOAD_ALREADY_COMPLETED');
    expect(codeOf(() => hosted().reportProgress(SIZE + 1, NOW))).toBe('VALIDATION_FAILED');
    expect(codeOf(() => stored().reportProgress(1, NOW))).toBe('INVALID_STATE');
  });
});

describe('time', () => {
  it('pauses a running one that is silent', () => {
    const download = inStatus('downloading', { updatedAt: NOW });
    expect(download.stall(NOW, later(1))).toBe(false);
    expect(download.stall(later(1), later(2))).toBe(true);
    expect(download.changes).toMatchObject([{ type: 'paused', reason: 'stalled' }]);
  });

  it('fails one that was never fetched, unless it waits for its turn', () => {
    expect(stored({ queuedAt: NOW }).giveUpWaiting(later(1), later(2))).toBe(false);
    const download = stored();
    expect(download.giveUpWaiting(later(1), later(2))).toBe(true);
    expect(download.state.failure).toEqual({ reason: 'never-started', message: null });
  });

  it('fails one that was paused for long', () => {
    expect(inStatus('paused').abandon(NOW, later(1))).toBe(false);
    expect(inStatus('paused').abandon(later(1), later(2))).toBe(true);
  });
});

describe('progress and places', () => {
  it.each([
    [0, 'downloading', 0],
    [999, 'downloading', 99.9],
    [1, 'downloading', 0.1],
    [1000, 'cancelled', 99.9],
    [1000, 'completed', 100],
  ] as const)('%i of 1000 bytes, %s: %d %%', (bytes, status, expected) => {
    expect(progressOf(stored({ status, covered: ByteSet.upTo(bytes) }).state)).toBe(expected);
  });

  it.each([
    ['pending', null, 0, 1],
    ['cancelled', null, 0, 0],
    ['cancelled', NOW, 5, 1],
    ['completed', NOW, 1500 + 64 * 1024 * 1024, 1],
    ['completed', NOW, 1501 + 64 * 1024 * 1024, 2],
  ] as const)('%s, begun %s, %i bytes served takes %i places', (status, begunAt, bytesServed, places) => {
    expect(placesOf(stored({ status, begunAt, bytesServed }).state)).toBe(places);
  });

  it('completes an empty file with its empty body', () => {
    const download = stored({ size: 0 });
    download.recordTransfer(report({ ranges: [] }), NOW);
    expect(download.state.status).toBe('completed');
  });

  it('counts bytes of another file, and covers nothing with them', () => {
    const download = stored();
    download.recordTransfer(report({ ranges: WHOLE, fileId: 'another' }), NOW);
    expect(download.state).toMatchObject({ status: 'downloading', bytesServed: SIZE });
    expect(download.state.covered.isEmpty).toBe(true);
  });
});

function codeOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
  return 'nothing was refused';
}

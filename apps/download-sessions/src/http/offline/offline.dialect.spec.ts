import { describe, expect, it } from '@jest/globals';
import { offlineDialect } from './offline.dialect.js';

const ID = 'dl_0197c0ffee0070008000000000000001';

describe('the paths whose errors the offline edition writes', () => {
  it.each([
    '/api/downloads',
    '/api/downloads/',
    '/api/downloads/cleanup',
    '/api/downloads/start',
    `/api/downloads/${ID}`,
    `/api/downloads/${ID}/progress`,
    `/api/downloads/${ID}/delete`,
    '/api/downloads/not-an-id/pause',
    '/api/downloads/not-an-id',
  ])('%s', (path) => {
    expect(offlineDialect.covers('GET', path)).toBe(true);
  });

  it.each([
    '/downloads',
    '/api/downloads/complete/x',
    '/api/downloads/fail/x',
    '/api/downloads/cancel/x',
    '/api/downloads/resume',
    '/api/downloads/queue/ada',
    '/api/downloads/user/ada/summary',
    '/api/downloads/stats/daily',
    '/api/downloads/history',
    '/api/storage/quota',
  ])('not %s', (path) => {
    expect(offlineDialect.covers('GET', path)).toBe(false);
  });

  it.each([
    [{ content_id: 'c' }, true],
    [{ content_id: 'c', file_id: 'f' }, true],
    [{ file_id: 'f' }, false],
    [{ file_id: 'f', content_id: null }, false],
    [{}, true],
    [undefined, true],
  ])('start with %j', (body, covered) => {
    expect(offlineDialect.covers('POST', '/api/downloads/start', body)).toBe(covered);
  });
});

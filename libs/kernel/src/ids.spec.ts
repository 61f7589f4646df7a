import { describe, expect, it } from '@jest/globals';
import { isDownloadId, isPublicId, isUuid, newDownloadId, uuidv7 } from './ids.js';

describe('ids', () => {
  it('makes UUIDs of version 7 that sort by time', () => {
    const earlier = uuidv7(1_700_000_000_000);
    const later = uuidv7(1_700_000_000_001);
    expect(earlier).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(earlier < later).toBe(true);
    expect(isUuid(earlier)).toBe(true);
  });

  it('knows its own download ids', () => {
    expect(isDownloadId(newDownloadId())).toBe(true);
    expect(isDownloadId('stats')).toBe(false);
  });

  it.each([
    ['auth0|user@example.com', true],
    ['a'.repeat(128), true],
    ['a'.repeat(129), false],
    ['', false],
    ['a/b', false],
    ['a b', false],
  ])('takes %j as a public id: %s', (text, valid) => expect(isPublicId(text)).toBe(valid));
});

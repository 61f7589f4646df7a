import { describe, expect, it } from '@jest/globals';
import { isCursor, readCursor, writeCursor } from './history-cursor.js';

const place = {
  begunAt: new Date('2026-03-10T12:00:00.123Z'),
  downloadId: 'dl_0190d7a0000070008000000000000001',
};

describe('the cursor of a history', () => {
  it('leads back to its place', () => {
    const cursor = writeCursor(place);
    expect(isCursor(cursor)).toBe(true);
    expect(readCursor(cursor)).toEqual(place);
  });

  it.each([
    '',
    'abc',
    Buffer.from('12').toString('base64url'),
    Buffer.from('x.dl_1').toString('base64url'),
    7,
    null,
  ])('is not %s', (value) => expect(isCursor(value)).toBe(false));
});

import { describe, expect, it } from '@jest/globals';
import { cachePolicy } from './cache-control.js';

describe('cachePolicy', () => {
  it.each<[clause: string, configured: string, secondsLeft: number | null, expected: string]>([
    ['RFC 9111, 5.2.2: as configured', 'private, no-transform', 300, 'private, no-transform'],
    ['RFC 9111, 5.3: no age past the end of the link', 'public, max-age=86400', 300, 'public'],
    ['RFC 9111, 5.3: a shorter age stays', 'public, max-age=60', 300, 'public, max-age=60'],
    [
      'RFC 9111, 5.2.2.10: each age for itself',
      'public, S-MaxAge=900, max-age=30',
      300,
      'public, max-age=30',
    ],
    ['RFC 9111, 5.3: a link in its last second', 'public, max-age=60', 0, 'public'],
    [
      'RFC 9111, 3.5: nothing shared for a bearer token',
      'public, max-age=60',
      null,
      'private, no-cache, no-transform',
    ],
  ])('%s: %s', (_clause, configured, secondsLeft, expected) => {
    expect(cachePolicy(configured)(secondsLeft)).toBe(expected);
  });
});

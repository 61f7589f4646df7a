import { expect, it } from '@jest/globals';
import { sizeHostedElsewhere } from './hosted-elsewhere.js';

it.each([
  [101, '480p', 31],
  [101, '720p', 61],
  [101, null, 61],
  [101, '1080p', 101],
  [101, '4k', 202],
  [10, '480p', 3],
  [2 ** 52, '720p', 2_702_159_776_422_298],
] as const)('%i bytes in %s weigh %i', (original, quality, weight) => {
  expect(sizeHostedElsewhere(original, quality)).toBe(weight);
});

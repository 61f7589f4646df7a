import { describe, expect, it } from '@jest/globals';
import { drawBar } from './progress-bar.ts';

describe('drawBar', () => {
  it.each([
    [0, '[··········]   0.0 %'],
    [0.4, '[████······]  40.0 %'],
    [1, '[██████████] 100.0 %'],
  ])('draws %d as %s', (share, bar) => expect(drawBar(share, 10)).toBe(bar));
});

import { describe, expect, it } from '@jest/globals';
import { bytesPerSecond, completionRate, kilobitsPerSecond, peakHours, successRate } from './rates.js';

describe('rates', () => {
  it('leave out what is in flight, and are 0 where nothing ended', () => {
    expect(completionRate(3, 1, 1)).toBe(60);
    expect(completionRate(0, 0, 0)).toBe(0);
    expect(successRate(3, 1)).toBe(75);
    expect(successRate(0, 0)).toBe(0);
  });

  it.each([
    [1_000_000, 1000, 8000, 1_000_000],
    [1000, 3000, 3, 333],
    [0, 1000, 0, 0],
    [1000, 0, 0, 0],
  ])('%d bytes in %d ms are %d kbit/s and %d B/s', (bytes, ms, kbps, bps) => {
    expect(kilobitsPerSecond(bytes, ms * 1000)).toBe(kbps);
    expect(bytesPerSecond(bytes, ms * 1000)).toBe(bps);
  });
});

describe('peakHours', () => {
  it('puts most first and gives a tie to the earliest', () => {
    const hours = [
      { hour: 20, downloads: 4 },
      { hour: 3, downloads: 1 },
      { hour: 7, downloads: 4 },
      { hour: 9, downloads: 0 },
    ];
    expect(peakHours(hours)).toEqual([7, 20, 3]);
  });

  it('of nothing are none', () => expect(peakHours([])).toEqual([]));
});

import { describe, expect, it } from '@jest/globals';
import { chooseRendition, type RenditionQuality, type Quality } from './quality.js';

const renditions = (...qualities: RenditionQuality[]) => qualities.map((quality) => ({ quality }));

describe('chooseRendition', () => {
  it.each<[Quality, RenditionQuality[], RenditionQuality | undefined]>([
    ['720p', ['480p', '720p', '4k'], '720p'],
    ['720p', ['480p', '4k', 'original'], '480p'],
    ['1080p', ['480p', '720p', '4k'], '720p'],
    ['720p', ['original', '1080p'], 'original'],
    ['480p', ['4k', '1080p'], '1080p'],
    ['480p', [], undefined],
  ])('for %s out of %j takes %s', (wanted, available, chosen) =>
    expect(chooseRendition(renditions(...available), wanted)?.quality).toBe(chosen),
  );
});

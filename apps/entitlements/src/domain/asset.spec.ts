import { describe, expect, it } from '@jest/globals';
import type { RenditionQuality } from '@waybill/kernel';
import { type Asset, renditionFor } from './asset.js';

const rendition = (quality: RenditionQuality, available = true) => ({
  quality,
  available,
  fileId: '0192aaaa-0000-7000-8000-000000000001',
  fileName: `${quality}.mp4`,
  mediaType: 'video/mp4',
  size: 10,
  etag: '"e"',
});
const asset = (change: Partial<Asset>): Asset => ({
  id: 'a',
  title: 'A',
  type: 'video',
  category: null,
  vendor: null,
  thumbnail: null,
  price: null,
  access: 'public',
  maxDownloads: null,
  originalSizeBytes: null,
  renditions: [],
  publishedAt: new Date(0),
  updatedAt: new Date(0),
  removedAt: null,
  ...change,
});

describe('renditionFor', () => {
  it('falls to a lower quality when the file of the wanted one was removed', () => {
    const renditions = [rendition('720p', false), rendition('480p')];
    expect(renditionFor(asset({ renditions }), '720p')?.quality).toBe('480p');
  });

  it('has none for what is hosted elsewhere', () => {
    expect(renditionFor(asset({ originalSizeBytes: 5 }), '720p')).toBeNull();
  });

  it.each<[string, Partial<Asset>]>([
    ['nothing was stored', {}],
    ['every file was removed', { renditions: [rendition('480p', false)] }],
    [
      'every file was removed, whatever its original size',
      { renditions: [rendition('480p', false)], originalSizeBytes: 5 },
    ],
  ])('refuses where %s', (_case, change) =>
    expect(() => renditionFor(asset(change), '720p')).toThrow(
      expect.objectContaining({ code: 'FILE_NOT_AVAILABLE' }),
    ),
  );
});

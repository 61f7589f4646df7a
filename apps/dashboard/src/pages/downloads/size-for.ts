import type { Quality } from './create-dialog';

interface Sized {
  readonly renditions: readonly { readonly quality: string; readonly size: number }[];
  readonly originalSizeBytes: number | null;
}

const LADDER: readonly Quality[] = ['480p', '720p', '1080p', '4k'];
/** Of an asset that is hosted elsewhere (offline edition, "Quality & File Size"). */
const MULTIPLIERS: Readonly<Record<Quality, number>> = { '480p': 3, '720p': 6, '1080p': 10, '4k': 20 };

/** What a download of this quality will take: the nearest lower rendition, else the original, else the nearest higher. */
export function sizeFor({ renditions, originalSizeBytes }: Sized, quality: Quality): number | null {
  if (renditions.length === 0) {
    return originalSizeBytes === null ? null : Math.ceil((originalSizeBytes * MULTIPLIERS[quality]) / 10);
  }
  const rank = LADDER.indexOf(quality);
  const order = [...LADDER.slice(0, rank + 1).toReversed(), 'original', ...LADDER.slice(rank + 1)];
  const sizes = order.map((one) => renditions.find((rendition) => rendition.quality === one)?.size);
  return sizes.find((size) => size !== undefined) ?? null;
}

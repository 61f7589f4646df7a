/** From the lowest to the highest; `original` stands for the file as its owner delivered it. */
export const QUALITIES = ['480p', '720p', '1080p', '4k'] as const;
export type Quality = (typeof QUALITIES)[number];
export type RenditionQuality = Quality | 'original';

/** Where nobody asked for one: `720p`, which the tasks edition calls `medium` (DESIGN.md, section 4). */
export const DEFAULT_QUALITY: Quality = '720p';

/** The tasks edition's names. */
export const NAMED_QUALITIES = { low: '480p', medium: '720p', high: '1080p' } as const satisfies Record<
  string,
  Quality
>;

export function isQuality(text: string): text is Quality {
  return (QUALITIES as readonly string[]).includes(text);
}

/**
 * The rendition that serves a wish: the quality itself, else the nearest lower, else the original, else the nearest
 * higher (DESIGN.md, section 4).
 */
export function chooseRendition<R extends { readonly quality: RenditionQuality }>(
  renditions: readonly R[],
  wanted: Quality,
): R | undefined {
  const find = (quality: RenditionQuality) => renditions.find((rendition) => rendition.quality === quality);
  const rank = QUALITIES.indexOf(wanted);
  const downwards = QUALITIES.slice(0, rank + 1).toReversed();
  const order: RenditionQuality[] = [...downwards, 'original', ...QUALITIES.slice(rank + 1)];
  return order.map(find).find((rendition) => rendition !== undefined);
}

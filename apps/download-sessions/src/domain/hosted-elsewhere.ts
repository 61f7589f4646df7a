import { DEFAULT_QUALITY, type Quality } from '@waybill/kernel';

/** Hundredths of the original's size (offline edition, "Quality multipliers"; DESIGN.md, section 4). */
const SHARES = { '480p': 30, '720p': 60, '1080p': 100, '4k': 200 } as const satisfies Record<Quality, number>;

/** What a download of an asset without a stored file is taken to weigh, in bytes, rounded up. */
export function sizeHostedElsewhere(originalSizeBytes: number, quality: Quality | null): number {
  return Number((BigInt(originalSizeBytes) * BigInt(SHARES[quality ?? DEFAULT_QUALITY]) + 99n) / 100n);
}

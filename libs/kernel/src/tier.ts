import { GIB } from './bytes.js';

export const TIERS = ['free', 'premium', 'family'] as const;
export type Tier = (typeof TIERS)[number];

/** Room and keeping time of each tier (DESIGN.md, section 4; offline edition, "Storage Quota"). */
export const TIER_FACTS = {
  free: { totalBytes: 5 * GIB, keepDays: 30 },
  premium: { totalBytes: 50 * GIB, keepDays: 45 },
  family: { totalBytes: 100 * GIB, keepDays: 60 },
} as const satisfies Record<Tier, { totalBytes: number; keepDays: number }>;

export function isTier(text: unknown): text is Tier {
  return (TIERS as readonly unknown[]).includes(text);
}

/** Whether `tier` is above `other`: free < premium < family. */
export function isHigherTier(tier: Tier, other: Tier): boolean {
  return TIERS.indexOf(tier) > TIERS.indexOf(other);
}

import type { Quality, Tier } from '@waybill/kernel';

export const ORIGINS = ['tasks', 'offline', 'store', 'tracking', 'files'] as const;
export type Origin = (typeof ORIGINS)[number];

/** What a ticket grants (docs/internals.md, "Tickets"), its signature, times and audience already checked. */
export interface Ticket {
  readonly grantId: string;
  readonly userId: string;
  readonly downloadId: string;
  readonly generation: number;
  readonly fileId: string;
  readonly assetId: string;
  readonly etag: string;
  readonly quality: Quality | null;
  readonly origin: Origin;
  readonly fileName: string;
  readonly disposition: 'attachment' | 'inline';
  /** Bytes per second; null is unlimited. */
  readonly rate: number | null;
  readonly tier: Tier;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
}

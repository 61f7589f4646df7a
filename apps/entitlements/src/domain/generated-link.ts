import { MINUTE, SECOND } from '@waybill/kernel';

/** The bounds of a generated link's life, in seconds (store edition, "Constantes Service"; the least is DESIGN.md, 3). */
export const LINK_LIFETIME = { least: 60, most: 3600, default: 300 } as const;

/** How long after it was generated a link may be handed out again, in milliseconds (store edition, "Cache Redis"). */
export const REUSE_FOR = 240 * SECOND;
/** How much of its life must be left for that. */
const REUSE_WITH_LEFT = MINUTE;

export interface LinkLife {
  readonly issuedAt: Date;
  readonly expiresAt: Date;
}

export function isReusable({ issuedAt, expiresAt }: LinkLife, now: Date): boolean {
  const age = now.getTime() - issuedAt.getTime();
  return age <= REUSE_FOR && expiresAt.getTime() - now.getTime() >= REUSE_WITH_LEFT;
}

/** Seconds that are left, the begun one whole: a fresh link of 300 s says 300. */
export function secondsLeft(expiresAt: Date, now: Date): number {
  return Math.max(0, Math.ceil((expiresAt.getTime() - now.getTime()) / SECOND));
}

/** At most this many links for one person and asset in a sliding window (store edition, "Rate Limiting"). */
export const GRANT_LIMIT = { grants: 5, windowSeconds: 3600 } as const;

/** The window as it is after an ask. */
export interface WindowState {
  readonly limit: number;
  readonly windowSeconds: number;
  readonly remaining: number;
  /** whole seconds, at least 1, until the oldest grant leaves the window; the whole window where none is in it */
  readonly resetSeconds: number;
}

export function windowState(used: number, oldest: Date | null, now: Date): WindowState {
  const { grants: limit, windowSeconds } = GRANT_LIMIT;
  const until = oldest === null ? windowSeconds : (oldest.getTime() - now.getTime()) / SECOND + windowSeconds;
  const resetSeconds = Math.max(1, Math.ceil(until));
  return { limit, windowSeconds, remaining: Math.max(0, limit - used), resetSeconds };
}

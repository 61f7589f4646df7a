import type { LimitPolicy, Verdict } from './rate-limiter.js';

export type LimitHeaders = Readonly<Record<(typeof LIMIT_HEADERS)[number], string>>;

export const LIMIT_HEADERS = [
  'ratelimit-policy',
  'ratelimit',
  'x-ratelimit-limit',
  'x-ratelimit-remaining',
  'x-ratelimit-reset',
] as const;

/**
 * RateLimit header fields for HTTP (draft-ietf-httpapi-ratelimit-headers): `"person";q=500;w=5` is the quota and the seconds it
 * comes back in, `"person";r=499;t=1` what is left and when it is whole again. The X- ones are for older clients.
 */
export function limitHeaders({ name, burst, perSecond }: LimitPolicy, verdict: Verdict): LimitHeaders {
  const reset = Math.ceil(verdict.resetSeconds);
  return {
    'ratelimit-policy': `"${name}";q=${burst};w=${Math.max(1, Math.ceil(burst / perSecond))}`,
    ratelimit: `"${name}";r=${verdict.remaining};t=${reset}`,
    'x-ratelimit-limit': String(burst),
    'x-ratelimit-remaining': String(verdict.remaining),
    'x-ratelimit-reset': String(reset),
  };
}

/** One list in each header: the service's own limit first, the gateway's after it (DESIGN.md, section 9). */
export function mergeLimit(
  theirs: string | readonly string[] | undefined,
  ours: string | undefined,
): string | undefined {
  const values = [theirs, ours].flat().filter((value) => value !== undefined && value !== '');
  return values.length === 0 ? undefined : values.join(', ');
}

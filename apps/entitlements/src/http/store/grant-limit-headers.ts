import type { WindowState } from '../../domain/generated-link.js';

/**
 * What is left of the window: the draft of RateLimit header fields for HTTP, and the older names beside it. `t` and the
 * reset are seconds until the oldest link leaves the window.
 */
export function grantLimitHeaders(state: WindowState): Readonly<Record<string, string>> {
  const { limit, windowSeconds, remaining, resetSeconds } = state;
  return {
    'ratelimit-policy': `"grants";q=${limit};w=${windowSeconds}`,
    ratelimit: `"grants";r=${remaining};t=${resetSeconds}`,
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-reset': String(resetSeconds),
  };
}

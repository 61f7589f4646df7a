import { setTimeout as delay } from 'node:timers/promises';

/**
 * Tries `check` until it does not throw, and gives what it returned; after `timeoutMs` throws what it threw last. For
 * waiting on a condition where a fixed sleep would be either too short or too long.
 */
export async function eventually<T>(
  check: () => T | Promise<T>,
  { timeoutMs = 10_000, everyMs = 25 }: { timeoutMs?: number; everyMs?: number } = {},
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() >= deadline) throw error;
      await delay(everyMs);
    }
  }
}

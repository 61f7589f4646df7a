import { setTimeout as delay } from 'node:timers/promises';
import { isDatabaseAway } from '../transactions/postgres-errors.js';

/** After this long without its database a consumer gives up: its process ends and the starter brings it back. */
const OUTAGE_MS = 60_000;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;

export interface Patience {
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds in all. */
  readonly forMs?: number;
  /** Called before each pause, with what went wrong. */
  readonly meanwhile?: (error: unknown) => void | Promise<void>;
  /** Which errors are worth waiting for; a database that is away by default. */
  readonly passes?: (error: unknown) => boolean;
}

/** Repeats `work` while its database is away; any other error, and one that lasts too long, is thrown as it is. */
export async function persevere<T>(work: () => Promise<T>, patience: Patience = {}): Promise<T> {
  const { signal, forMs = OUTAGE_MS, meanwhile, passes = isDatabaseAway } = patience;
  const deadline = Date.now() + forMs;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    try {
      return await work();
    } catch (error) {
      if (!passes(error) || Date.now() > deadline || signal?.aborted) throw error;
      await meanwhile?.(error);
    }
    await pauseFor(pause, signal);
  }
}

/** Resolves after `milliseconds`, earlier where `signal` is aborted. */
export async function pauseFor(milliseconds: number, signal?: AbortSignal): Promise<void> {
  await delay(milliseconds, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
}

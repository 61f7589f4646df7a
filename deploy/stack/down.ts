import { holderOf } from '../embedded/lock.ts';
import { signal, waitForExit } from '../embedded/processes.ts';

const STOPS_WITHIN_MS = 60_000;

/** Asks the starter that holds the home to stop everything, and waits until it has; false where nobody holds it. */
export async function bringDown(lock: string): Promise<boolean> {
  const starter = holderOf(lock);
  if (starter === null) return false;
  signal(starter, 'SIGTERM');
  if (await waitForExit(starter, STOPS_WITHIN_MS)) return true;
  throw new Error(`Process ${String(starter.pid)} does not stop`);
}

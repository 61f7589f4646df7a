import { setTimeout as delay } from 'node:timers/promises';
import { helpersAreStopping } from '../../embedded/helpers.ts';
import { Missing } from './missing.ts';

/** Before the second try and the third. */
const PAUSES_MS = [2_000, 10_000];

/** What comes over a network may come at the next try; after the last one, a line says what did not come. */
export async function fetching(
  what: string,
  say: (line: string) => void,
  work: () => Promise<unknown>,
  pauses: readonly number[] = PAUSES_MS,
): Promise<void> {
  for (const pause of [...pauses, null]) {
    try {
      await work();
      return;
    } catch (error) {
      if (pause === null || helpersAreStopping())
        throw new Missing(`${what} could not be fetched: ${String(error)}`);
      say(`${what} did not come, trying again in ${String(pause / 1000)} s: ${String(error)}`);
      await delay(pause);
    }
  }
}

import type { ChildProcess } from 'node:child_process';
import { isSameProcess, markOf, type ProcessMark, waitForExit } from './processes.ts';

const STOPS_WITHIN_MS = 5_000;

interface Helper {
  readonly mark: ProcessMark;
  /** It leads a process group of its own (`detached`): what it started itself goes with it. */
  readonly leads: boolean;
}

const running = new Set<Helper>();
let stopping = false;

/** Takes in a program that is run to its end (initdb, a build, a download): it does not outlive `stopHelpers`. */
export function helper<C extends ChildProcess>(child: C, { leads = false } = {}): C {
  if (child.pid === undefined) return child;
  const one = { mark: markOf(child.pid), leads };
  running.add(one);
  child.once('exit', () => running.delete(one));
  if (stopping) signal(one, 'SIGKILL');
  return child;
}

export const helpersAreStopping = (): boolean => stopping;

/** Ends those that run, and from now on each that is still started by somebody who has not heard of the end. */
export async function stopHelpers(): Promise<void> {
  stopping = true;
  await Promise.all([...running].map(stop));
}

async function stop(one: Helper): Promise<void> {
  signal(one, 'SIGTERM');
  if (await waitForExit(one.mark, STOPS_WITHIN_MS)) return;
  signal(one, 'SIGKILL');
  await waitForExit(one.mark, STOPS_WITHIN_MS);
}

function signal({ mark, leads }: Helper, name: NodeJS.Signals): void {
  if (!isSameProcess(mark)) return;
  try {
    process.kill(leads ? -mark.pid : mark.pid, name);
  } catch (error) {
    // It has ended in this moment.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

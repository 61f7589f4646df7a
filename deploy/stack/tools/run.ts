import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { helper } from '../../embedded/helpers.ts';

/** What a command printed to both of its outputs; null where it cannot be run or fails. */
export function ask(command: string, args: readonly string[]): string | null {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  return status === 0 ? stdout + stderr : null;
}

export interface RunOptions {
  /** Beside our own environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** After which it, and what it started, is killed. */
  readonly withinMs?: number;
}

const WITHIN_MS = 60_000;
const LAST_LINES = 20;

/** Runs a command to its end. Throws with the last lines of what it printed where it fails or takes too long. */
export async function run(
  command: string,
  args: readonly string[],
  { env = {}, withinMs = WITHIN_MS }: RunOptions = {},
): Promise<void> {
  const settings = { env: { ...process.env, ...env }, detached: true };
  const child = helper(spawn(command, args, { ...settings, stdio: ['ignore', 'pipe', 'pipe'] }), {
    leads: true,
  });
  const printed = Promise.all([text(child.stdout), text(child.stderr)]);
  const failure = new Promise<never>((_, reject) => child.once('error', reject));
  let how = 'failed';
  const limit = setTimeout(() => {
    how = `took longer than ${String(withinMs / 1000)} s`;
    killGroup(child);
  }, withinMs);
  await Promise.race([once(child, 'close'), failure]).finally(() => clearTimeout(limit));
  if (child.exitCode === 0) return;
  const lines = (await printed).join('').trimEnd().split('\n');
  throw new Error(`${command} ${args.join(' ')} ${how}:\n${lines.slice(-LAST_LINES).join('\n')}`);
}

/** It leads a group: what it started holds its outputs open, and ends with it. */
function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // It has ended in this moment.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

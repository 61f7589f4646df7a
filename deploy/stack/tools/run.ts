import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { helper } from '../../embedded/helpers.ts';

/** What a command printed to both of its outputs; null where it cannot be run or fails. */
export function ask(command: string, args: readonly string[]): string | null {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  return status === 0 ? stdout + stderr : null;
}

/** Runs a command to its end. Throws with the last lines of what it printed where it fails. */
export async function run(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  const settings = { env: { ...process.env, ...env }, detached: true };
  const child = helper(spawn(command, args, { ...settings, stdio: ['ignore', 'pipe', 'pipe'] }), {
    leads: true,
  });
  const printed = Promise.all([text(child.stdout), text(child.stderr)]);
  const failure = new Promise<never>((_, reject) => child.once('error', reject));
  await Promise.race([once(child, 'close'), failure]);
  if (child.exitCode === 0) return;
  const lines = (await printed).join('').trimEnd().split('\n');
  throw new Error(`${command} ${args.join(' ')} failed:\n${lines.slice(-20).join('\n')}`);
}

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

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
  const child = spawn(command, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed = Promise.all([text(child.stdout), text(child.stderr)]);
  const failure = new Promise<never>((_, reject) => child.once('error', reject));
  await Promise.race([once(child, 'close'), failure]);
  if (child.exitCode === 0) return;
  const lines = (await printed).join('').trimEnd().split('\n');
  throw new Error(`${command} ${args.join(' ')} failed:\n${lines.slice(-20).join('\n')}`);
}

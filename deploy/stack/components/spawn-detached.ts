import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';

/** In a process group of its own: Ctrl-C reaches the starter only, which stops everything in order. */
export function spawnDetached(
  command: string,
  args: readonly string[],
  options: Pick<SpawnOptions, 'cwd' | 'env'> = {},
): ChildProcess {
  return spawn(command, args, { ...options, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
}

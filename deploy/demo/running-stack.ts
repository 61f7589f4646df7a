import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { holderOf } from '../embedded/lock.ts';
import { homePaths } from '../embedded/settings.ts';
import { readStackFile, type StackDescription } from '../embedded/stack-file.ts';
import { ROOT } from '../workspace.ts';

export interface RunningStack {
  readonly description: StackDescription;
  /** Stops it where it was started for us. */
  stop(): Promise<void>;
}

/** The stack that runs from this home, else one of our own. */
export async function useStack(home: string): Promise<RunningStack> {
  const paths = homePaths(home);
  const description = holderOf(paths.lock) === null ? null : readStackFile(paths.stack);
  if (description !== null) return { description, stop: () => Promise.resolve() };
  const starter = spawn(process.execPath, [join(ROOT, 'deploy', 'start.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await untilReady(starter);
  const started = readStackFile(paths.stack);
  if (started === null) throw new Error(`The stack did not say where it is: ${paths.stack}`);
  return { description: started, stop: () => stop(starter) };
}

async function untilReady(starter: ChildProcess): Promise<void> {
  if (starter.stdout === null) throw new Error('The starter has no output');
  const lines = createInterface({ input: starter.stdout });
  const ready = new Promise<void>((resolve) => {
    lines.on('line', (line) => {
      console.log(line);
      if (line.startsWith('Waybill is ready')) resolve();
    });
  });
  const ended = once(starter, 'exit').then(() => {
    throw new Error('The stack did not start');
  });
  await Promise.race([ready, ended]);
  ended.catch(() => undefined);
}

async function stop(starter: ChildProcess): Promise<void> {
  if (starter.exitCode !== null || starter.signalCode !== null) return;
  const gone = once(starter, 'exit');
  starter.kill('SIGTERM');
  await gone;
}

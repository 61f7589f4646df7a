import { mkdirSync } from 'node:fs';
import { NotReady } from './health.ts';
import { stopHelpers } from './helpers.ts';
import { AlreadyRunning, HomeLock } from './lock.ts';
import { claimPort } from './ports.ts';
import { Refusal } from './refusal.ts';
import type { homePaths, Settings } from './settings.ts';
import { readStackFile } from './stack-file.ts';
import { stopRequested } from './stop-request.ts';
import { Terminal } from './terminal.ts';

/** A stack of programs of this machine. */
export interface Startable {
  /** Resolves when all of it is healthy. Rejects with `NotReady` where something does not answer. */
  start(): Promise<void>;
  /** Ends it in order. */
  stop(): Promise<void>;
  /** Ends it now. */
  killAll(): void;
}

export interface Foreground<S extends Settings> {
  readonly settings: S;
  readonly paths: Pick<ReturnType<typeof homePaths>, 'logs' | 'run' | 'lock' | 'stack'>;
  /** How somebody calls it who has to choose another port. */
  readonly command: string;
  readonly make: (settings: S, terminal: Terminal) => Startable;
}

/** Runs a command line: a refusal is its one line, and exit code 1. */
export async function runCommand(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}

/** Starts a stack, says when it is ready, and ends it with Ctrl-C. One at a time from each home. */
export async function runInForeground<S extends Settings>(foreground: Foreground<S>): Promise<void> {
  const { settings, paths, command, make } = foreground;
  mkdirSync(paths.run, { recursive: true, mode: 0o700 });
  // From here on a signal is a wish to end in order; a second one, not to wait for it.
  let stack: Startable | null = null;
  const stop = stopRequested(() => stack?.killAll());
  const lock = acquire(settings.home, paths);
  try {
    const port = await claim(settings, command);
    stack = make({ ...settings, port }, new Terminal(paths.logs));
    await watchOver(stack, stop, port, paths.logs);
  } finally {
    lock.release();
  }
}

async function watchOver(stack: Startable, stop: Promise<void>, port: number, logs: string): Promise<void> {
  try {
    const started = await Promise.race([stack.start().then(() => true), stop.then(() => false)]);
    if (!started) return;
    console.log(`Waybill is ready: http://127.0.0.1:${String(port)}`);
    await stop;
  } catch (error) {
    if (!(error instanceof NotReady)) throw error;
    throw new Refusal(`Waybill did not start: no answer from ${error.message}. Their logs are in ${logs}`);
  } finally {
    await stopHelpers();
    await stack.stop();
  }
}

function acquire(home: string, { lock, stack }: { readonly lock: string; readonly stack: string }): HomeLock {
  try {
    return HomeLock.acquire(lock);
  } catch (error) {
    if (!(error instanceof AlreadyRunning)) throw error;
    const where = readStackFile(stack)?.gateway ?? 'not ready yet';
    throw new Refusal(`Waybill already runs from ${home}: ${where} (${error.message})`);
  }
}

async function claim({ port, host }: Settings, command: string): Promise<number> {
  const claimed = await claimPort(port, host);
  if (claimed !== null) return claimed;
  throw new Refusal(`Port ${String(port)} of ${host} cannot be used. Choose another: PORT=8090 ${command}`);
}

import { mkdirSync } from 'node:fs';
import { NotReady } from './embedded/health.ts';
import { stopHelpers } from './embedded/helpers.ts';
import { AlreadyRunning, HomeLock } from './embedded/lock.ts';
import { claimPort } from './embedded/ports.ts';
import { homePaths, readSettings, SettingError, type Settings } from './embedded/settings.ts';
import { readStackFile } from './embedded/stack-file.ts';
import { Stack } from './embedded/stack.ts';
import { stopRequested } from './embedded/stop-request.ts';
import { Terminal } from './embedded/terminal.ts';

const HELP = `Starts Waybill on this machine: PostgreSQL and the services, until Ctrl-C.

  npm start [-- --verbose]

  PORT           where it listens (8080; 0 takes any free port)
  HOST           on which address (127.0.0.1)
  WAYBILL_HOME   where it keeps its data, logs and secrets (.waybill)
  WAYBILL_LOGS   inline: the services' logs here too (or --verbose)
`;

/** Says in one line why it does not start. */
class Refusal extends Error {}

try {
  if (process.argv.includes('--help')) console.log(HELP);
  else {
    await run(readSettings(process.env, process.argv.slice(2)));
    // A start that was interrupted may still wait for somebody.
    process.exit();
  }
} catch (error) {
  if (!(error instanceof Refusal || error instanceof SettingError)) throw error;
  console.error(error.message);
  process.exit(1);
}

async function run(settings: Settings): Promise<void> {
  const paths = homePaths(settings.home);
  mkdirSync(paths.run, { recursive: true, mode: 0o700 });
  // From here on a signal is a wish to end in order; a second one, not to wait for it.
  let stack: Stack | null = null;
  const stop = stopRequested(() => stack?.killAll());
  const lock = acquire(settings.home);
  try {
    const port = await claim(settings);
    stack = new Stack({ ...settings, port }, new Terminal(paths.logs));
    await watchOver(stack, stop, port, paths.logs);
  } finally {
    lock.release();
  }
}

async function watchOver(stack: Stack, stop: Promise<void>, port: number, logs: string): Promise<void> {
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

function acquire(home: string): HomeLock {
  const { lock, stack } = homePaths(home);
  try {
    return HomeLock.acquire(lock);
  } catch (error) {
    if (!(error instanceof AlreadyRunning)) throw error;
    const where = readStackFile(stack)?.gateway ?? 'not ready yet';
    throw new Refusal(`Waybill already runs from ${home}: ${where} (${error.message})`);
  }
}

async function claim({ port, host }: Settings): Promise<number> {
  const claimed = await claimPort(port, host);
  if (claimed !== null) return claimed;
  throw new Refusal(`Port ${String(port)} of ${host} cannot be used. Choose another: PORT=8090 npm start`);
}

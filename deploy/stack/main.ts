import { mkdirSync } from 'node:fs';
import { NotReady } from '../embedded/health.ts';
import { stopHelpers } from '../embedded/helpers.ts';
import { AlreadyRunning, HomeLock } from '../embedded/lock.ts';
import { claimPort } from '../embedded/ports.ts';
import { SettingError } from '../embedded/settings.ts';
import { readStackFile } from '../embedded/stack-file.ts';
import { stopRequested } from '../embedded/stop-request.ts';
import { Terminal } from '../embedded/terminal.ts';
import { bringDown } from './down.ts';
import { FullStack } from './full-stack.ts';
import { readStackSettings, stackPaths, type StackSettings } from './settings.ts';
import { Missing } from './tools/missing.ts';

const HELP = `Starts the full stack on this machine, without Docker: PostgreSQL, Kafka, Redis, an S3 server, and several
replicas of each service behind a balancer, until Ctrl-C.

  npm run stack [-- --verbose]
  npm run stack -- down        stops the one of this home, wherever it was started

  PORT, HOST, WAYBILL_HOME, WAYBILL_LOGS   as for npm start
  WAYBILL_REPLICAS   of each service (2)
  WAYBILL_STORAGE    disk, or s3: where storage elements keep the bytes (disk)
  WAYBILL_CACHE      where what was fetched is kept (~/.cache/waybill)
`;

/** Says in one line why it does not start. */
class Refusal extends Error {}

try {
  if (process.argv.includes('--help')) console.log(HELP);
  else if (process.argv.includes('down')) await down(readStackSettings(process.env));
  else {
    await run(readStackSettings(process.env, process.argv.slice(2)));
    // A start that was interrupted may still wait for somebody.
    process.exit();
  }
} catch (error) {
  const isExpected = [Refusal, SettingError, Missing].some((kind) => error instanceof kind);
  if (!isExpected) throw error;
  console.error((error as Error).message);
  process.exit(1);
}

async function down({ home }: StackSettings): Promise<void> {
  const wasRunning = await bringDown(stackPaths(home).lock);
  console.log(wasRunning ? 'Waybill has stopped' : `Nothing runs from ${home}`);
}

async function run(settings: StackSettings): Promise<void> {
  const paths = stackPaths(settings.home);
  for (const folder of [paths.run, paths.data]) mkdirSync(folder, { recursive: true, mode: 0o700 });
  // From here on a signal is a wish to end in order; a second one, not to wait for it.
  let stack: FullStack | null = null;
  const stop = stopRequested(() => stack?.killAll());
  const lock = acquire(settings.home);
  try {
    const port = await claim(settings);
    stack = new FullStack({ ...settings, port }, new Terminal(paths.logs));
    await watchOver(stack, stop, port, paths.logs);
  } finally {
    lock.release();
  }
}

async function watchOver(stack: FullStack, stop: Promise<void>, port: number, logs: string): Promise<void> {
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
  const { lock, stack } = stackPaths(home);
  try {
    return HomeLock.acquire(lock);
  } catch (error) {
    if (!(error instanceof AlreadyRunning)) throw error;
    const where = readStackFile(stack)?.gateway ?? 'not ready yet';
    throw new Refusal(`Waybill already runs from ${home}: ${where} (${error.message})`);
  }
}

async function claim({ port, host }: StackSettings): Promise<number> {
  const claimed = await claimPort(port, host);
  if (claimed !== null) return claimed;
  throw new Refusal(
    `Port ${String(port)} of ${host} cannot be used. Choose another: PORT=8090 npm run stack`,
  );
}

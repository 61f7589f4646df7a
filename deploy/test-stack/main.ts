import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ensureNginx, ensureRedisServer } from '../stack/tools/debian-tools.ts';
import { Missing } from '../stack/tools/missing.ts';
import { ROOT } from '../workspace.ts';
import { type Broker, useBroker } from './broker.ts';

const JEST = join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');

const say = (line: string) => console.log(line);

/** The tests that need a Kafka, a Redis, an S3 server or an nginx: `npm run test:kafka [-- jest's arguments]`. None to be had is a failure. */
try {
  await ensureRedisServer(say);
  await ensureNginx(say);
  const broker = await useBroker(say);
  console.log(`Kafka: ${broker.description}`);
  process.exitCode = await test(broker);
} catch (error) {
  if (!(error instanceof Missing)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

async function test(broker: Broker): Promise<number> {
  const args = ['--experimental-vm-modules', JEST, ...process.argv.slice(2), '--selectProjects=stack'];
  const env = { ...process.env, KAFKA_BROKERS: broker.address };
  const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: 'inherit' });
  // Ctrl-C reaches jest too; the broker goes when jest has gone.
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => child.kill(name));
  try {
    const [code] = (await once(child, 'exit')) as [number | null];
    return code ?? 1;
  } finally {
    await broker.stop();
  }
}

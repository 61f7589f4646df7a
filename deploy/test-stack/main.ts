import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ensureKafka } from '../stack/kafka/ensure-kafka.ts';
import { ensureNginx } from '../stack/tools/debian-tools.ts';
import { Missing, together } from '../stack/tools/missing.ts';
import { ensureVersitygw } from '../stack/tools/versitygw.ts';
import { ROOT } from '../workspace.ts';
import { type Broker, useBroker } from './broker.ts';
import { redisSettings } from './redis.ts';

const JEST = join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');

const say = (line: string) => console.log(line);

/** The tests that need a Kafka, a Redis, an S3 server or an nginx: `npm run test:kafka [-- jest's arguments]`. None to be had is a failure. */
try {
  // All that any suite takes, before the first one waits for it.
  const [redis] = await together([
    redisSettings(say),
    ensureVersitygw(say),
    ensureKafka(say),
    ensureNginx(say),
  ]);
  const broker = await useBroker(say);
  console.log(`Kafka: ${broker.description}`);
  process.exitCode = await test(broker, redis);
} catch (error) {
  if (!(error instanceof Missing)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

async function test(broker: Broker, redis: Record<string, string>): Promise<number> {
  const args = ['--experimental-vm-modules', JEST, ...process.argv.slice(2), '--selectProjects=stack'];
  const env = { ...process.env, ...redis, KAFKA_BROKERS: broker.address };
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

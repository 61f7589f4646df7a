import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Missing } from '../stack/tools/missing.ts';
import { ROOT } from '../workspace.ts';
import { type Broker, useBroker } from './broker.ts';

const JEST = join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');

/** The tests that need a Kafka: `npm run test:stack [-- jest's arguments]`. None to be had is a failure. */
try {
  const broker = await useBroker((line) => console.log(line));
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

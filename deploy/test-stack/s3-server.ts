import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '../embedded/ports.ts';
import { prepareS3, S3_BUCKET, S3_REGION } from '../stack/components/s3.ts';
import { ensureVersitygw } from '../stack/tools/versitygw.ts';
import { untilAnswers } from '../stack/until.ts';

export interface S3Server {
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Hangs it, as a server that is overrun does; `false` lets it go on. */
  freeze(frozen: boolean): void;
  stop(): Promise<void>;
}

const STARTS_WITHIN_MS = 60_000;
const KEYS = { accessKeyId: 'test-access-key', secretAccessKey: 'test-secret-access-key' };

/** The S3 server of the stack, over a folder that does not outlive the test. */
export async function startS3Server(): Promise<S3Server> {
  const command = await ensureVersitygw((line) => console.log(line));
  const folder = await mkdtemp(join(tmpdir(), 'waybill-s3-'));
  const [port = 0] = await freePorts(1);
  const component = await prepareS3({ command, folder, port, ...KEYS });
  const child = component.program.spawn();
  child.stdout?.resume();
  child.stderr?.resume();
  const killIt = () => child.kill('SIGKILL');
  process.once('exit', killIt);
  const stop = async () => {
    process.off('exit', killIt);
    if (killIt()) await once(child, 'exit');
    await rm(folder, { recursive: true, force: true });
  };
  await untilAnswers(component, STARTS_WITHIN_MS).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return {
    endpoint: component.address,
    bucket: S3_BUCKET,
    region: S3_REGION,
    ...KEYS,
    freeze: (frozen) => child.kill(frozen ? 'SIGSTOP' : 'SIGCONT'),
    stop,
  };
}

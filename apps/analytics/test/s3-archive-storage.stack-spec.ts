import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe } from '@jest/globals';
import { freePorts } from '../../../deploy/embedded/ports.ts';
import { prepareS3, S3_BUCKET, S3_REGION } from '../../../deploy/stack/components/s3.ts';
import { ensureVersitygw } from '../../../deploy/stack/tools/versitygw.ts';
import { untilAnswers } from '../../../deploy/stack/until.ts';
import { S3ArchiveStorage } from '../src/archive/s3-archive-storage.js';
import { describeArchiveStorage } from './archive-storage.behaviour.js';

const keys = { accessKeyId: 'archive-access-key', secretAccessKey: 'archive-secret-access-key' };
const folder = await mkdtemp(join(tmpdir(), 'analytics-s3-'));
const [port = 0] = await freePorts(1);
const command = await ensureVersitygw((line) => process.stdout.write(`${line}\n`));
const server = await prepareS3({ command, folder, port, ...keys });
const child = server.program.spawn();
child.stdout?.resume();
child.stderr?.resume();
await untilAnswers(server, 60_000);

const archive = new S3ArchiveStorage({
  bucket: S3_BUCKET,
  region: S3_REGION,
  endpoint: server.address,
  credentials: keys,
});
afterAll(async () => {
  archive.onModuleDestroy();
  if (child.kill(server.program.stopSignal)) await once(child, 'exit');
  await rm(folder, { recursive: true, force: true });
});

describe('the archive in a bucket', () => describeArchiveStorage(() => archive));

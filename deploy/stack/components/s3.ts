import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Component } from './component.ts';
import { spawnDetached } from './spawn-detached.ts';

export interface S3Options {
  readonly command: string;
  readonly folder: string;
  readonly port: number;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export const S3_BUCKET = 'waybill-files';
export const S3_REGION = 'us-east-1';

/** versitygw over a folder: a bucket is a folder in it. It checks signatures as S3 does. */
export async function prepareS3(options: S3Options): Promise<Component> {
  const { command, folder, port, accessKeyId, secretAccessKey } = options;
  await mkdir(join(folder, S3_BUCKET), { recursive: true, mode: 0o700 });
  const args = ['--port', `127.0.0.1:${String(port)}`, '--region', S3_REGION, '--health', '/health'];
  const env = { ...process.env, ROOT_ACCESS_KEY: accessKeyId, ROOT_SECRET_KEY: secretAccessKey };
  const address = `http://127.0.0.1:${String(port)}`;
  return {
    program: {
      name: 's3',
      spawn: () => spawnDetached(command, [...args, 'posix', folder], { env }),
      stopSignal: 'SIGTERM',
      stopWithinMs: 10_000,
    },
    address,
    check: () => isHealthy(`${address}/health`),
  };
}

async function isHealthy(url: string): Promise<void> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(1_000) });
  await answer.arrayBuffer();
  if (!answer.ok) throw new Error(`S3 answers ${String(answer.status)}`);
}

import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { Component } from '../components/component.ts';
import { spawnDetached } from '../components/spawn-detached.ts';
import { run } from '../tools/run.ts';
import { serverProperties } from './server-properties.ts';

export interface KafkaOptions {
  /** The folder of its jars. */
  readonly jars: string;
  readonly folder: string;
  readonly port: number;
  readonly controllerPort: number;
  /** Of the server, beside or instead of ours. */
  readonly properties?: Readonly<Record<string, string>>;
  /** As `--add-scram` has them: `SCRAM-SHA-256=[name=…,password=…]`. They are made with the data folder. */
  readonly accounts?: readonly string[];
}

const MEMORY = ['-Xms256m', '-Xmx512m', '-XX:+UseSerialGC'];
const LOGGING = `-Dlog4j2.configurationFile=${join(import.meta.dirname, 'log4j2.properties')}`;

/** One broker. Its data folder is made once; the ports may be others at each start. */
export async function prepareKafka(options: KafkaOptions): Promise<Component> {
  const { jars, folder, port, controllerPort, properties, accounts = [] } = options;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const data = join(folder, 'data');
  const file = join(folder, 'server.properties');
  await writeFile(file, serverProperties({ folder: data, port, controllerPort, properties }));
  const java = ['-cp', join(jars, '*'), LOGGING];
  await formatOnce(java, data, file, accounts);
  return {
    program: {
      name: 'kafka',
      spawn: () => spawnDetached('java', [...MEMORY, ...java, 'kafka.Kafka', file]),
      stopSignal: 'SIGTERM',
      stopWithinMs: 20_000,
    },
    address: `127.0.0.1:${String(port)}`,
    check: () => accepts(port),
  };
}

async function formatOnce(
  java: readonly string[],
  data: string,
  file: string,
  accounts: readonly string[],
): Promise<void> {
  if (existsSync(join(data, 'meta.properties'))) return;
  // With "=": one random id in 64 begins with a dash and would be taken for an option.
  const id = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64url');
  await run('java', [
    ...java,
    'kafka.tools.StorageTool',
    'format',
    `--cluster-id=${id}`,
    `--config=${file}`,
    '--ignore-formatted',
    ...accounts.flatMap((account) => ['--add-scram', account]),
  ]);
}

/** It opens its port when it is ready to answer. */
async function accepts(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
  } finally {
    socket.destroy();
  }
}

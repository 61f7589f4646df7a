import { mkdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Component } from './component.ts';
import { spawnDetached } from './spawn-detached.ts';

export interface RedisOptions {
  readonly command: string;
  readonly folder: string;
  readonly port: number;
  readonly password: string;
}

/** Limits and windows outlive a crash by the append-only file; what is lost is a second of them at most. */
export async function prepareRedis({ command, folder, port, password }: RedisOptions): Promise<Component> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'redis.conf');
  // In a file and not on the command line, where everybody on the machine could read the password.
  await writeFile(file, configuration(folder, port, password), { mode: 0o600 });
  return {
    program: {
      name: 'redis',
      spawn: () => spawnDetached(command, [file]),
      stopSignal: 'SIGTERM',
      stopWithinMs: 10_000,
    },
    address: `redis://:${password}@127.0.0.1:${String(port)}`,
    check: () => ping(port, password),
  };
}

const configuration = (folder: string, port: number, password: string) => `bind 127.0.0.1
port ${String(port)}
dir "${folder}"
requirepass ${password}
save ""
appendonly yes
appendfsync everysec
maxmemory 128mb
maxmemory-policy volatile-ttl
`;

/** AUTH and PING; while it loads its file Redis answers LOADING. */
async function ping(port: number, password: string): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  socket.setTimeout(1_000, () => socket.destroy(new Error('Redis does not answer')));
  try {
    await once(socket, 'connect');
    socket.write(`AUTH ${password}\r\nPING\r\n`);
    let answer = '';
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      answer += chunk.toString();
      if (answer.includes('+PONG')) return;
      if (answer.includes('-')) throw new Error(`Redis: ${answer.trim()}`);
    }
  } finally {
    socket.destroy();
  }
}

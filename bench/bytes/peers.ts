import { fork } from 'node:child_process';
import { join } from 'node:path';
import { end } from './child.ts';
import type { BenchFiles } from './files.ts';
import type { Contestant } from './contestant.ts';
import { freePort, untilListens } from './ports.ts';

export type Peer = 'send' | '@fastify/static';

/** One of npm's senders in a process of its own, on this Node. */
export async function startPeer(name: Peer, { folder }: BenchFiles): Promise<Contestant> {
  const port = await freePort();
  const child = fork(join(import.meta.dirname, 'peer-server.ts'), [name, folder, String(port)]);
  await untilListens(port);
  return {
    name,
    origin: `http://127.0.0.1:${String(port)}`,
    paths: (size) => [`/${size}`],
    stop: () => end(child),
  };
}

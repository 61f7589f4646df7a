import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from './eventually.js';
import { freePort } from './free-port.js';

/** What the server is to do otherwise than by default: it remembers nothing, and nobody else reaches it. */
const SETTINGS = ['--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];

/**
 * A real Redis for one suite, on one address for all of its life: it forgets everything when it stops, and may be started
 * again. `npm run test:stack` sees to it that there is one to start.
 */
export class RedisServer {
  #running: { readonly child: ChildProcess; readonly home: string } | null = null;

  private constructor(private readonly port: number) {}

  static async start(): Promise<RedisServer> {
    const server = new RedisServer(await freePort());
    await server.start();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${String(this.port)}`;
  }

  async start(): Promise<void> {
    if (this.#running !== null) return;
    const home = await mkdtemp(join(tmpdir(), 'waybill-redis-'));
    const settings = ['--port', String(this.port), '--dir', home, ...SETTINGS];
    const child = spawn('redis-server', settings, { stdio: 'ignore' });
    this.#running = { child, home };
    await Promise.race([untilListening(this.port), untilItFails(child)]);
  }

  async stop(): Promise<void> {
    if (this.#running === null) return;
    const { child, home } = this.#running;
    this.#running = null;
    if (child.exitCode === null && child.signalCode === null) {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    }
    await rm(home, { recursive: true, force: true });
  }
}

const untilListening = (port: number) =>
  eventually(async () => {
    const socket = connect(port, '127.0.0.1');
    try {
      await once(socket, 'connect');
    } finally {
      socket.destroy();
    }
  });

/** `once` throws what the process tells by `error`: there is no such program. */
async function untilItFails(child: ChildProcess): Promise<never> {
  const [code] = (await once(child, 'exit')) as [number | null];
  throw new Error(`redis-server ended with ${String(code)}`);
}

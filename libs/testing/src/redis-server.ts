import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Backing, startInContainer } from './containers.js';
import { eventually } from './eventually.js';
import { freePort } from './free-port.js';

/** What the server is to do otherwise than by default: it remembers nothing, and nobody else reaches it. */
const SETTINGS = ['--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];

/** Set by `npm run test:stack` where it found that Redis can be had from its image. */
const IN_CONTAINERS = 'WAYBILL_TEST_REDIS_IN_CONTAINERS';

/**
 * A real Redis for one suite, on one port for all of its life: it forgets everything when it stops, and may be started
 * again. `npm run test:stack` sees to it that there is one to start.
 */
export class RedisServer {
  #running: Backing | null = null;
  #url = '';

  private constructor(private readonly port: number) {}

  static async start(): Promise<RedisServer> {
    const server = new RedisServer(await freePort());
    await server.start();
    return server;
  }

  /** Also of a server that is stopped just now. */
  get url(): string {
    return this.#url;
  }

  async start(): Promise<void> {
    this.#running ??= await (process.env[IN_CONTAINERS] === 'yes' ? contained(this.port) : native(this.port));
    this.#url = this.#running.url;
  }

  async stop(): Promise<void> {
    const running = this.#running;
    this.#running = null;
    await running?.stop();
  }
}

async function contained(port: number): Promise<Backing> {
  const reasons: string[] = [];
  const backing = await startInContainer('redis', port, (line) => reasons.push(line));
  if (backing === null) throw new Error(reasons.join('\n'));
  return backing;
}

async function native(port: number): Promise<Backing> {
  const home = await mkdtemp(join(tmpdir(), 'waybill-redis-'));
  const child = spawn('redis-server', ['--port', String(port), '--dir', home, ...SETTINGS], {
    stdio: 'ignore',
  });
  await Promise.race([untilListening(port), untilItFails(child)]);
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    }
    await rm(home, { recursive: true, force: true });
  };
  return { url: `redis://127.0.0.1:${String(port)}`, description: 'redis-server of this machine', stop };
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

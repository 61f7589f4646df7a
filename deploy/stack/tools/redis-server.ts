import { Missing } from './missing.ts';
import { ask, run } from './run.ts';
import { VERSIONS } from '../versions.ts';

const PROGRAM = 'redis-server';

/** The installed one, else Debian's, where we may install it. */
export async function ensureRedisServer(say: (line: string) => void): Promise<string> {
  if (isInstalled()) return PROGRAM;
  if (process.getuid?.() === 0 && ask('apt-get', ['--version']) !== null) {
    say('installing redis-server by apt-get');
    const quiet = { DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
    await run('apt-get', ['install', '-y', '--no-install-recommends', PROGRAM], quiet).catch(() => null);
  }
  if (isInstalled()) return PROGRAM;
  throw new Missing(
    `Redis ${VERSIONS.redis} or newer is needed: install Debian's package redis-server (apt-get install redis-server)`,
  );
}

const isInstalled = () => ask(PROGRAM, ['--version']) !== null;

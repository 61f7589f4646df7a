import { installByApt } from './apt.ts';
import { Missing } from './missing.ts';
import { ask } from './run.ts';
import { VERSIONS } from '../versions.ts';

const PROGRAM = 'redis-server';

/** The installed one, else Debian's, where we may install it. */
export async function ensureRedisServer(say: (line: string) => void): Promise<string> {
  if (!isInstalled())
    await installByApt([PROGRAM], say).catch((error: unknown) => say(`It failed: ${String(error)}`));
  if (isInstalled()) return PROGRAM;
  throw new Missing(
    `Redis ${VERSIONS.redis} or newer is needed: install Debian's package redis-server (apt-get install redis-server)`,
  );
}

const isInstalled = () => ask(PROGRAM, ['--version']) !== null;

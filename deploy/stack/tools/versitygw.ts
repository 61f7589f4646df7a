import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from './cache-folder.ts';
import { fetching } from './fetching.ts';
import { Missing } from './missing.ts';
import { ask, run } from './run.ts';
import { VERSIONS } from '../versions.ts';

const MODULE = 'github.com/versity/versitygw/cmd/versitygw';
/** What came stays in Go's own cache: the next try goes on from there. */
const WITHIN_MS = 600_000;

/** The S3 server's program, built once for each version. */
export async function ensureVersitygw(say: (line: string) => void): Promise<string> {
  const folder = await cacheFolder(`versitygw-${VERSIONS.versitygw}`);
  const program = join(folder, 'versitygw');
  if (existsSync(program)) return program;
  if (ask('go', ['version']) === null)
    throw new Missing(
      `Go ${VERSIONS.go} or newer is needed to build the S3 server: install Debian's golang-go`,
    );
  say(`building versitygw ${VERSIONS.versitygw}, once, which takes a minute or two`);
  const draft = join(folder, `draft-${String(process.pid)}`);
  try {
    const install = () =>
      run('go', ['install', `${MODULE}@${VERSIONS.versitygw}`], {
        env: { GOBIN: draft },
        withinMs: WITHIN_MS,
      });
    await fetching(`versitygw ${VERSIONS.versitygw}`, say, install);
    await rename(join(draft, 'versitygw'), program);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return program;
}

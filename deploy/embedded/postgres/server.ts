import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { isSameProcess, markOf, signal, waitForExit, type ProcessMark } from '../processes.ts';
import { DATABASE_USER, dataFolderFor, spawnOptionsFor, type Cluster } from './cluster.ts';

/** Six services with a pool each, their listeners, and room for tools. What is acknowledged is on the disk. */
const CONFIGURATION: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '250',
  shared_buffers: '128MB',
  synchronous_commit: 'on',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '1GB',
  checkpoint_timeout: '15min',
  random_page_cost: '1.1',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  log_min_messages: 'warning',
  log_min_error_statement: 'panic',
};

export interface DatabaseAddress {
  readonly port: number;
  readonly password: string;
}

export function spawnServer(cluster: Cluster, port: number): ChildProcess {
  const configuration = Object.entries(CONFIGURATION).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const args = ['-D', dataFolderFor(cluster), '-p', String(port), ...configuration];
  // In a process group of its own: Ctrl-C reaches the starter, which stops the services first.
  return spawn(cluster.binaries.postgres, args, {
    ...spawnOptionsFor(cluster),
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

export function databaseUrl({ port, password }: DatabaseAddress, name: string): string {
  return `postgres://${DATABASE_USER}:${password}@127.0.0.1:${String(port)}/${name}`;
}

/** Resolves when it answers; a server that recovers from a crash takes a while. */
export async function untilAnswers(address: DatabaseAddress, milliseconds: number): Promise<void> {
  const deadline = Date.now() + milliseconds;
  for (;;) {
    try {
      await ask(address, (client) => client.query('SELECT 1'));
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await delay(50);
    }
  }
}

export async function ensureDatabases(address: DatabaseAddress, names: readonly string[]): Promise<void> {
  await ask(address, async (client) => {
    const { rows } = await client.query<{ datname: string }>('SELECT datname FROM pg_database');
    const existing = new Set(rows.map(({ datname }) => datname));
    for (const name of names) if (!existing.has(name)) await client.query(`CREATE DATABASE ${name}`);
  });
}

/** A server whose starter was killed goes on by itself: it is stopped, so that a new one may have its data. */
export async function stopOrphan(folder: string): Promise<void> {
  const orphan = findOrphan(folder);
  if (orphan === null) return;
  signal(orphan, 'SIGINT');
  if (await waitForExit(orphan, 10_000)) return;
  signal(orphan, 'SIGQUIT');
  if (!(await waitForExit(orphan, 10_000))) throw new Error(`PostgreSQL ${String(orphan.pid)} does not stop`);
}

/** postmaster.pid may name a process that has nothing to do with it any more. */
function findOrphan(folder: string): ProcessMark | null {
  const pid = postmasterPid(folder);
  if (pid === null) return null;
  const mark = markOf(pid);
  return isSameProcess(mark) && worksIn(pid, folder) ? mark : null;
}

function postmasterPid(folder: string): number | null {
  try {
    const pid = Number.parseInt(readFileSync(join(folder, 'postmaster.pid'), 'utf8'), 10);
    return pid > 0 ? pid : null;
  } catch {
    return null;
  }
}

/** A server works in its data folder. Without /proc, PostgreSQL's own lock has to decide. */
function worksIn(pid: number, folder: string): boolean {
  try {
    return readlinkSync(`/proc/${String(pid)}/cwd`) === folder;
  } catch {
    return process.platform !== 'linux';
  }
}

async function ask(address: DatabaseAddress, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl(address, 'postgres') });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

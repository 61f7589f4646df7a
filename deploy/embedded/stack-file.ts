import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { isSameProcess, signal, waitForExit, type ProcessMark } from './processes.ts';

export interface StackService {
  readonly url: string;
  readonly pid: number | null;
  /** Tells this process from a later one with the same number. */
  readonly born: string | null;
  readonly databaseUrl: string | null;
}

/** `run/stack.json`: where everything is, for tools and tests. */
export interface StackDescription {
  readonly gateway: string;
  /** The gateway's; the services have `/metrics` beside their routes. */
  readonly gatewayMetrics?: string;
  readonly services: Readonly<Record<string, StackService>>;
  /** The embedded carrier's; null where events go through Kafka. */
  readonly busDatabaseUrl: string | null;
  readonly kafkaBrokers?: string | null;
  readonly databasePid: number | null;
  /** What the full stack runs beside its services: `kafka`, `redis`, `s3`, `balancer`. `url` is its address for clients. */
  readonly backing?: Readonly<Record<string, StackService>>;
}

export function writeStackFile(path: string, description: StackDescription): void {
  const draft = `${path}.${String(process.pid)}`;
  writeFileSync(draft, `${JSON.stringify(description, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, path);
}

export function readStackFile(path: string): StackDescription | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as StackDescription;
  } catch {
    return null;
  }
}

export function removeStackFile(path: string): void {
  rmSync(path, { force: true });
}

/** Services of a starter that was killed, where they outlived it. */
export async function stopOrphanedServices(path: string): Promise<void> {
  const { services = {}, backing = {} } = readStackFile(path) ?? {};
  const programs = [...Object.values(services), ...Object.values(backing)];
  const orphans = programs.flatMap(({ pid, born }): ProcessMark[] => (pid === null ? [] : [{ pid, born }]));
  await Promise.all(orphans.filter(isSameProcess).map(stopOrphan));
}

async function stopOrphan(mark: ProcessMark): Promise<void> {
  signal(mark, 'SIGTERM');
  if (await waitForExit(mark, 5_000)) return;
  signal(mark, 'SIGKILL');
  await waitForExit(mark, 5_000);
}

import { readFileSync } from 'node:fs';
import { eventually } from '@waybill/testing';

interface Program {
  readonly url: string;
  readonly pid: number | null;
  readonly databaseUrl: string | null;
}

interface FullStack {
  readonly kafkaBrokers: string;
  readonly databasePid: number | null;
  readonly backing: Readonly<Record<string, Program>>;
  readonly services: Readonly<Record<string, Program>>;
}

export type BackingName = 'kafka' | 'redis' | 'postgres';

export function describeFullStack(): FullStack {
  const { WAYBILL_STACK_FILE: path } = process.env;
  if (path === undefined) throw new Error('WAYBILL_STACK_FILE must be set');
  return JSON.parse(readFileSync(path, 'utf8')) as FullStack;
}

export function pidOfBacking(name: BackingName): number {
  const { databasePid, backing } = describeFullStack();
  const pid = name === 'postgres' ? databasePid : (backing[name]?.pid ?? null);
  if (pid === null) throw new Error(`${name} does not run`);
  return pid;
}

/** kill -9; resolves when another process has taken its place. */
export async function killBacking(name: BackingName): Promise<void> {
  const killed = pidOfBacking(name);
  process.kill(killed, 'SIGKILL');
  await eventually(
    () => {
      if (pidOfBacking(name) === killed) throw new Error(`${name} is not back`);
    },
    { timeoutMs: 60_000 },
  );
}

export interface Fault {
  readonly state?: 'open' | 'cut' | 'hung';
  readonly delayMs?: number;
}

/** Breaks what leads to a service, for all who call it; `{}` mends it. */
export async function breakLink(service: string, fault: Fault): Promise<void> {
  const url = `${describeFullStack().backing.balancer?.url ?? ''}/links/${service}`;
  const answer = await fetch(url, { method: 'PUT', body: JSON.stringify(fault) });
  if (!answer.ok) throw new Error(await answer.text());
}

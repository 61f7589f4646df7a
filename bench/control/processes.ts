import { readdirSync, readFileSync } from 'node:fs';
import type { StackDescription } from '../../deploy/embedded/stack-file.ts';

/** `sysconf(_SC_CLK_TCK)`: 100 on every Linux that Node runs on. */
const TICK_MS = 10;

/** Milliseconds of processor time that each process of the stack has used so far; PostgreSQL with all its backends. */
export function processorTimes({ services, databasePid }: StackDescription): Map<string, number> {
  const own = Object.entries(services).map(([name, { pid }]) => [name, timesOf(pid ?? 0).own] as const);
  const { own: main, ended } = timesOf(databasePid ?? 0);
  const backends = childrenOf(databasePid ?? 0).map((pid) => timesOf(pid).own);
  return new Map([...own, ['postgres', backends.reduce((sum, one) => sum + one, main + ended)]]);
}

/** Field 14 to 17 of /proc/<pid>/stat (proc(5)): utime, stime, and those of children that have ended. */
function timesOf(pid: number): { own: number; ended: number } {
  const fields = statOf(pid);
  const ticks = (index: number) => Number(fields[index - 3] ?? 0) * TICK_MS;
  return { own: ticks(14) + ticks(15), ended: ticks(16) + ticks(17) };
}

function childrenOf(parent: number): number[] {
  const pids = readdirSync('/proc').map(Number).filter(Number.isInteger);
  return pids.filter((pid) => Number(statOf(pid)[1]) === parent);
}

/** From the third field on: the second is a name that may hold anything. */
function statOf(pid: number): string[] {
  try {
    const text = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}

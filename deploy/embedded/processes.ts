import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * A process that is not mistaken for another one that got its number later. `born` is opaque: the kernel's start time,
 * null where nobody can tell.
 */
export interface ProcessMark {
  readonly pid: number;
  readonly born: string | null;
}

export function markOf(pid: number): ProcessMark {
  return { pid, born: birthOf(pid) };
}

export function isSameProcess(mark: ProcessMark): boolean {
  return isAlive(mark.pid) && birthOf(mark.pid) === mark.born;
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives, but is somebody else's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return stateOf(pid) !== 'Z';
}

/** Signals where it is the one that was meant; says whether it was. */
export function signal(mark: ProcessMark, name: NodeJS.Signals): boolean {
  if (!isSameProcess(mark)) return false;
  try {
    return process.kill(mark.pid, name);
  } catch {
    return false;
  }
}

/** True when it is gone within the time. */
export async function waitForExit(mark: ProcessMark, milliseconds: number): Promise<boolean> {
  const deadline = Date.now() + milliseconds;
  while (isSameProcess(mark)) {
    if (Date.now() > deadline) return false;
    await delay(25);
  }
  return true;
}

/** proc(5): the fields after the name, which may itself hold spaces and brackets; state is the 3rd, starttime the 22nd. */
function readStat(pid: number): string[] | null {
  try {
    const text = readFileSync(`/proc/${String(pid)}/stat`, 'latin1');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}

export function parentOf(pid: number): number | null {
  const parent = Number(readStat(pid)?.[1]);
  return parent > 0 ? parent : null;
}

/** The program it runs, where that can be told. */
export function programOf(pid: number): string | null {
  try {
    return readlinkSync(`/proc/${String(pid)}/exe`);
  } catch {
    return null;
  }
}

function stateOf(pid: number): string | null {
  return readStat(pid)?.[0] ?? null;
}

function birthOf(pid: number): string | null {
  if (process.platform === 'linux') return readStat(pid)?.[19] ?? null;
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return null;
  }
}

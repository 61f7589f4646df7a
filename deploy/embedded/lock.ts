import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { isSameProcess, markOf, type ProcessMark } from './processes.ts';

/** Thrown where another starter holds the home. */
export class AlreadyRunning extends Error {
  readonly holder: ProcessMark;

  constructor(holder: ProcessMark) {
    super(`process ${String(holder.pid)}`);
    this.holder = holder;
  }
}

/** One starter per home. The file outlives a starter that was killed; its mark tells that nobody holds it any more. */
export class HomeLock {
  readonly #path: string;

  private constructor(path: string) {
    this.#path = path;
  }

  static acquire(path: string): HomeLock {
    const mine = `${path}.${String(process.pid)}`;
    writeFileSync(mine, JSON.stringify(markOf(process.pid)), { mode: 0o600 });
    try {
      takePlace(mine, path);
    } finally {
      rmSync(mine, { force: true });
    }
    return new HomeLock(path);
  }

  release(): void {
    if (holderOf(this.#path)?.pid === process.pid) rmSync(this.#path, { force: true });
  }
}

/** The starter that holds this home now, if one does. */
export function holderOf(path: string): ProcessMark | null {
  const mark = readMark(path);
  return mark !== null && isSameProcess(mark) ? mark : null;
}

/** link(2) fails where the name exists: of two starters at once, one gets it. */
function takePlace(mine: string, path: string): void {
  for (;;) {
    const holder = holderOf(path);
    if (holder !== null) throw new AlreadyRunning(holder);
    try {
      linkSync(mine, path);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    setAside(path, `${mine}.stale`);
  }
}

/** Between looking and moving, another starter may have taken the place: then it gets it back. */
function setAside(path: string, aside: string): void {
  try {
    renameSync(path, aside);
    if (holderOf(aside) !== null) linkSync(aside, path);
  } catch (error) {
    if (!['ENOENT', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function readMark(path: string): ProcessMark | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as ProcessMark;
  } catch {
    return null;
  }
}

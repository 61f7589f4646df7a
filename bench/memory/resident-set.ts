import { readFileSync } from 'node:fs';

const EVERY_MS = 50;

export interface Peak {
  readonly name: string;
  readonly pid: number;
}

/** Samples what processes hold in memory, and remembers the most (proc(5), `VmRSS`). Linux only. */
export class ResidentSets {
  readonly #peaks = new Map<string, number>();
  readonly #timer: NodeJS.Timeout;

  constructor(processes: readonly Peak[]) {
    const sample = () => {
      for (const { name, pid } of processes) this.#note(name, residentBytes(pid));
    };
    sample();
    this.#timer = setInterval(sample, EVERY_MS);
  }

  /** The most that each process held, in bytes. */
  stop(): ReadonlyMap<string, number> {
    clearInterval(this.#timer);
    return this.#peaks;
  }

  #note(name: string, bytes: number): void {
    this.#peaks.set(name, Math.max(this.#peaks.get(name) ?? 0, bytes));
  }
}

function residentBytes(pid: number): number {
  const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? Number.NaN) * 1024;
}

import type { ChildProcess } from 'node:child_process';
import { Backoff } from './backoff.ts';
import { isSameProcess, markOf, signal, waitForExit, type ProcessMark } from '../processes.ts';

/** Something that is to run as long as the stack does. */
export interface Program {
  readonly name: string;
  spawn(): ChildProcess;
  readonly stopSignal: NodeJS.Signals;
  /** After which it is killed. */
  readonly stopWithinMs: number;
}

export interface Ending {
  readonly name: string;
  /** `code 1` or `SIGKILL` */
  readonly how: string;
  /** How often in a row. */
  readonly failures: number;
  readonly againInMs: number;
}

export interface Watcher {
  output(name: string, chunk: Buffer): void;
  /** Its process is another one now, or none. */
  changed(): void;
  ended(ending: Ending): void;
}

/** Keeps one program running until it is told to stop. */
export class Watched {
  readonly program: Program;
  readonly #watcher: Watcher;
  readonly #backoff = new Backoff();
  #mark: ProcessMark | null = null;
  #again: NodeJS.Timeout | null = null;
  #stopping = false;

  constructor(program: Program, watcher: Watcher) {
    this.program = program;
    this.#watcher = watcher;
  }

  get mark(): ProcessMark | null {
    return this.#mark;
  }

  start(): void {
    const child = this.program.spawn();
    const started = Date.now();
    const over = once((how: string) => this.#ended(how, Date.now() - started));
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => this.#watcher.output(this.program.name, chunk));
    child.once('error', (error) => over(error.message));
    child.once('exit', (code, by) => over(by ?? `code ${String(code)}`));
    this.#mark = child.pid === undefined ? null : markOf(child.pid);
    this.#watcher.changed();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    if (this.#again !== null) clearTimeout(this.#again);
    const mark = this.#mark;
    if (mark === null) return;
    signal(mark, this.program.stopSignal);
    if (await waitForExit(mark, this.program.stopWithinMs)) return;
    this.kill();
    await waitForExit(mark, 5_000);
  }

  kill(): void {
    this.#stopping = true;
    if (this.#mark !== null && isSameProcess(this.#mark)) signal(this.#mark, 'SIGKILL');
  }

  #ended(how: string, livedMs: number): void {
    this.#mark = null;
    this.#watcher.changed();
    if (this.#stopping) return;
    const againInMs = this.#backoff.next(livedMs);
    this.#again = setTimeout(() => this.start(), againInMs);
    this.#watcher.ended({ name: this.program.name, how, failures: this.#backoff.failures, againInMs });
  }
}

/** A process that could not be started may tell so by `error`, by `exit` or by both. */
function once(work: (how: string) => void): (how: string) => void {
  let done = false;
  return (how) => {
    if (done) return;
    done = true;
    work(how);
  };
}

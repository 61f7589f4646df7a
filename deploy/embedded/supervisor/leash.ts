import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

const SCRIPT = join(import.meta.dirname, 'leash.sh');

/** See leash.sh: ends the stack's processes when this one is gone, however it went. */
export class Leash {
  #keeper: ChildProcess | null = null;
  #line = '0';
  #released = false;

  hold(database: number | null, services: readonly number[]): void {
    if (this.#released) return;
    this.#line = [database ?? 0, ...services].join(' ');
    (this.#keeper ??= this.#start()).stdin?.write(`${this.#line}\n`);
  }

  /** Everything has been stopped: nothing is left to end. */
  release(): void {
    this.#released = true;
    this.#keeper?.stdin?.end('0\n');
  }

  #start(): ChildProcess {
    const keeper = spawn('/bin/sh', [SCRIPT], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
    keeper.stdin.on('error', () => undefined);
    keeper.once('exit', () => this.#replace());
    return keeper;
  }

  #replace(): void {
    if (this.#released) return;
    this.#keeper = this.#start();
    this.#keeper.stdin?.write(`${this.#line}\n`);
  }
}

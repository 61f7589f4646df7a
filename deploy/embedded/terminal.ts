import { relative } from 'node:path';
import type { Ending } from './supervisor/watched.ts';

/** What the person who started the stack gets to see. */
export class Terminal {
  readonly #started = Date.now();
  readonly #logs: string;

  constructor(logs: string) {
    const near = relative(process.cwd(), logs);
    this.#logs = near.startsWith('..') ? logs : near;
  }

  say(line: string): void {
    console.log(line);
  }

  step(what: string): void {
    const seconds = ((Date.now() - this.#started) / 1000).toFixed(1).padStart(5);
    this.say(`${seconds} s  ${what}`);
  }

  ended({ name, how, failures, againInMs }: Ending): void {
    const again = failures === 1 ? 'starting it again' : `next try in ${String(againInMs / 1000)} s`;
    const often = failures > 2 ? `, ${String(failures)} times in a row, see ${this.#logs}/${name}.log` : '';
    this.say(`${name} has ended (${how})${often}: ${again}`);
  }

  /** A service's own lines, when asked for. */
  inline(name: string, chunk: Buffer): void {
    const lines = chunk.toString().trimEnd().split('\n');
    process.stdout.write(lines.map((line) => `${name} | ${line}\n`).join(''));
  }
}

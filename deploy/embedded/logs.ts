import { join } from 'node:path';
import { LogFile } from './log-file.ts';

/** One bounded file for each program. */
export class Logs {
  readonly #folder: string;
  readonly #files = new Map<string, LogFile>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  write(name: string, chunk: Buffer): void {
    let file = this.#files.get(name);
    if (file === undefined) this.#files.set(name, (file = new LogFile(join(this.#folder, `${name}.log`))));
    file.write(chunk);
  }

  close(): void {
    for (const file of this.#files.values()) file.close();
    this.#files.clear();
  }
}

import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

const MAX_BYTES = 16 * 1024 * 1024;
const KEPT = 2;

/** Appends, and moves on to a new file when it is full: `name.log`, `name.log.1`, `name.log.2`. */
export class LogFile {
  readonly path: string;
  readonly #maxBytes: number;
  #descriptor: number;
  #size: number;

  constructor(path: string, maxBytes: number = MAX_BYTES) {
    mkdirSync(dirname(path), { recursive: true });
    this.path = path;
    this.#maxBytes = maxBytes;
    this.#descriptor = openSync(path, 'a', 0o600);
    this.#size = fstatSync(this.#descriptor).size;
  }

  write(chunk: Uint8Array): void {
    if (this.#size > 0 && this.#size + chunk.length > this.#maxBytes) this.#rotate();
    this.#size += writeSync(this.#descriptor, chunk);
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  #rotate(): void {
    this.close();
    for (let age = KEPT; age > 0; age -= 1) moveIfThere(this.#name(age - 1), this.#name(age));
    this.#descriptor = openSync(this.path, 'a', 0o600);
    this.#size = 0;
  }

  #name(age: number): string {
    return age === 0 ? this.path : `${this.path}.${String(age)}`;
  }
}

function moveIfThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

import { Injectable } from '@nestjs/common';
import { ExpiringCache } from '@waybill/platform';
import { fileNotFound } from '../domain/refusals.js';
import type { StoredFile } from '../domain/stored-file.js';
import { Files } from './files.js';

const CAPACITY = 10_000;
/** A file never changes, so this only bounds how long a removal elsewhere is missed if its notification is. */
const KEPT_MS = 10_000;

/** The facts of files, remembered: every request asks for them. */
@Injectable()
export class FileCatalogue {
  readonly #known = new ExpiringCache<StoredFile>(CAPACITY);

  constructor(private readonly files: Files) {}

  /** What is remembered, without asking the database. */
  peek(id: string): StoredFile | undefined {
    return this.#known.get(id);
  }

  /** Throws FILE_NOT_AVAILABLE. */
  async get(id: string): Promise<StoredFile> {
    const known = this.#known.get(id);
    if (known !== undefined) return known;
    const file = await this.files.find(id);
    if (file === undefined) throw fileNotFound(id);
    this.#known.set(id, file, Date.now() + KEPT_MS);
    return file;
  }

  forget(id: string): void {
    this.#known.delete(id);
  }
}

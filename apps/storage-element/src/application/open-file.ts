import { Injectable } from '@nestjs/common';
import { notOnStorage } from '../domain/refusals.js';
import type { StoredFile } from '../domain/stored-file.js';
import { ByteStore } from '../sources/byte-store.js';
import type { OpenBytes } from '../sources/open-bytes.js';
import { InspectFile } from './inspect-file.js';

/** The clocks of a file server and of this machine may differ by so much. */
const SKEW_MS = 2_000;

/** Opens a file for a body. Bytes that somebody wrote to after they were last checked are checked before they are sent. */
@Injectable()
export class OpenFile {
  readonly #inspections = new Map<string, Promise<boolean>>();

  constructor(
    private readonly store: ByteStore,
    private readonly inspect: InspectFile,
  ) {}

  peek(file: StoredFile): OpenBytes | undefined {
    const source = this.store.peek(file);
    if (source === undefined || !isSuspect(file, source.changedAt)) return source;
    source.release();
    return undefined;
  }

  /** Throws as `ByteStore.open` does, and FILE_NOT_AVAILABLE where the bytes are no longer those that were stored. */
  async execute(file: StoredFile): Promise<OpenBytes> {
    const source = await this.store.open(file);
    if (!isSuspect(file, source.changedAt) || (await this.#isSound(file))) return source;
    source.release();
    throw notOnStorage();
  }

  /** However many ask at once, the file is read once. */
  #isSound(file: StoredFile): Promise<boolean> {
    const running = this.#inspections.get(file.id);
    if (running !== undefined) return running;
    const inspection = this.inspect.execute(file).finally(() => this.#inspections.delete(file.id));
    this.#inspections.set(file.id, inspection);
    return inspection;
  }
}

function isSuspect({ checkedAt }: StoredFile, changedAt: Date | null): boolean {
  return changedAt !== null && changedAt.getTime() > checkedAt.getTime() + SKEW_MS;
}

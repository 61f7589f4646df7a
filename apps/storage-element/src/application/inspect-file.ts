import { Injectable } from '@nestjs/common';
import { Clock, DomainError } from '@waybill/kernel';
import { ByteStore } from '../sources/byte-store.js';
import { SourceChangedError } from '../sources/open-bytes.js';
import type { StoredFile } from '../domain/stored-file.js';
import { Throttle } from '../transfer/throttle.js';
import { digestOf } from './digest-of.js';
import { FileCatalogue } from './file-catalogue.js';
import { Files } from './files.js';

/** Reads a stored file again; one without its digest goes out of service, and file.damaged says so. */
@Injectable()
export class InspectFile {
  constructor(
    private readonly files: Files,
    private readonly catalogue: FileCatalogue,
    private readonly store: ByteStore,
    private readonly clock: Clock,
  ) {}

  /** True where the bytes are what they were. Rejects where they cannot be read for the moment. */
  async execute(
    file: StoredFile,
    throttle: Throttle = Throttle.none,
    signal: AbortSignal = new AbortController().signal,
  ): Promise<boolean> {
    const found = await this.#digest(file, throttle, signal);
    const now = this.clock.now();
    this.catalogue.forget(file.id);
    if (found === file.sha256) await this.files.markChecked(file.id, now);
    else await this.files.markDamaged(file, found, now);
    return found === file.sha256;
  }

  /** Null where the bytes are missing. */
  async #digest(file: StoredFile, throttle: Throttle, signal: AbortSignal): Promise<string | null> {
    try {
      const source = await this.store.open(file);
      return await digestOf(source, file.size, throttle, signal).finally(() => source.release());
    } catch (error) {
      if (error instanceof SourceChangedError || isMissing(error)) return null;
      throw error;
    }
  }
}

/** A storage that is away says nothing about its bytes. */
function isMissing(error: unknown): boolean {
  return error instanceof DomainError && (error.kind === 'not-found' || error.kind === 'forbidden');
}

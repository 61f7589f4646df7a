import { Injectable } from '@nestjs/common';
import { Clock, DomainError } from '@waybill/kernel';
import { sanitiseFileName } from '../domain/file-name.js';
import type { StoredFile } from '../domain/stored-file.js';
import type { ArrivedBytes } from '../sources/byte-store.js';
import { FileCatalogue } from './file-catalogue.js';
import { type AddOutcome, Files } from './files.js';

export interface FileDescription {
  readonly id: string;
  readonly fileName: string;
  readonly mediaType: string;
}

export interface Stored {
  readonly file: StoredFile;
  /** False where the same bytes were there already. */
  readonly isNew: boolean;
}

/** Makes a file of bytes that arrived and were verified. Other bytes under a used id are 409 FILE_ID_TAKEN. */
@Injectable()
export class PublishFile {
  constructor(
    private readonly files: Files,
    private readonly catalogue: FileCatalogue,
    private readonly clock: Clock,
  ) {}

  async execute(description: FileDescription, arrived: ArrivedBytes): Promise<Stored> {
    const outcome = await this.#add(this.#describe(description, arrived), arrived);
    this.catalogue.forget(description.id);
    if (outcome.kind === 'taken') throw idTaken(description.id);
    return { file: outcome.file, isNew: outcome.kind === 'added' };
  }

  async #add(file: StoredFile, arrived: ArrivedBytes): Promise<AddOutcome> {
    let kept: Promise<void> | undefined;
    try {
      // Once, however often the transaction is tried.
      return await this.files.add(file, () => (kept ??= arrived.keep()));
    } catch (error) {
      if (kept !== undefined) await arrived.takeBack();
      throw error;
    }
  }

  #describe({ id, fileName, mediaType }: FileDescription, arrived: ArrivedBytes): StoredFile {
    const { size, sha256, location } = arrived;
    const now = this.clock.now();
    return {
      id,
      fileName: sanitiseFileName(fileName),
      mediaType,
      size,
      sha256,
      location,
      storedAt: now,
      checkedAt: now,
    };
  }
}

export const idTaken = (id: string) =>
  new DomainError('conflict', 'FILE_ID_TAKEN', 'Other bytes are stored under this id', { id });

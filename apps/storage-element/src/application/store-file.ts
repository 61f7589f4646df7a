import { Injectable } from '@nestjs/common';
import { Clock, DomainError } from '@waybill/kernel';
import { sanitiseFileName } from '../domain/file-name.js';
import type { StoredFile } from '../domain/stored-file.js';
import { type ArrivedBytes, ByteStore } from '../sources/byte-store.js';
import { FileCatalogue } from './file-catalogue.js';
import { Files } from './files.js';

export interface Upload {
  readonly id: string;
  readonly fileName: string;
  readonly mediaType: string;
  readonly body: AsyncIterable<Buffer>;
  /** 64 hexadecimal digits that the sender promised (RFC 9530); null where he promised none. */
  readonly expectedSha256: string | null;
  /** At most so many bytes. */
  readonly limit: number;
}

export interface Stored {
  readonly file: StoredFile;
  /** False where the same bytes were there already. */
  readonly isNew: boolean;
}

/** Takes a file in: whole, verified and durable, or not at all. Other bytes under a used id are 409 FILE_ID_TAKEN. */
@Injectable()
export class StoreFile {
  constructor(
    private readonly files: Files,
    private readonly catalogue: FileCatalogue,
    private readonly store: ByteStore,
    private readonly clock: Clock,
  ) {}

  async execute(upload: Upload): Promise<Stored> {
    const arrived = await this.store.receive(upload.id, upload.body, upload.limit);
    try {
      verify(arrived, upload.expectedSha256);
      return await this.#add(upload, arrived);
    } finally {
      await arrived.discard();
    }
  }

  async #add(upload: Upload, arrived: ArrivedBytes): Promise<Stored> {
    const file = this.#describe(upload, arrived);
    await arrived.keep();
    this.catalogue.forget(upload.id);
    const outcome = await this.files.add(file).catch(async (error: unknown) => {
      await this.store.remove(arrived.location);
      throw error;
    });
    if (outcome.kind === 'added') return { file: outcome.file, isNew: true };
    await this.store.remove(arrived.location);
    if (outcome.kind === 'known') return { file: outcome.file, isNew: false };
    throw new DomainError('conflict', 'FILE_ID_TAKEN', 'Other bytes are stored under this id', {
      id: upload.id,
    });
  }

  #describe({ id, fileName, mediaType }: Upload, { size, sha256, location }: ArrivedBytes): StoredFile {
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

/** RFC 9530, 3: a representation digest that does not match means that the bytes were damaged on the way. */
function verify({ sha256 }: ArrivedBytes, expected: string | null): void {
  if (expected !== null && expected !== sha256)
    throw new DomainError('invalid', 'DIGEST_MISMATCH', 'The body does not have the digest of Repr-Digest');
}

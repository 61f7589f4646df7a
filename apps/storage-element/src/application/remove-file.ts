import { Injectable } from '@nestjs/common';
import { Clock } from '@waybill/kernel';
import { fileNotFound } from '../domain/refusals.js';
import { ByteStore } from '../sources/byte-store.js';
import { FileCatalogue } from './file-catalogue.js';
import { Files } from './files.js';

/** Takes a file away. Bodies that are being sent go on; the id stays bound to its bytes. */
@Injectable()
export class RemoveFile {
  constructor(
    private readonly files: Files,
    private readonly catalogue: FileCatalogue,
    private readonly store: ByteStore,
    private readonly clock: Clock,
  ) {}

  async execute(id: string): Promise<void> {
    const removed = await this.files.remove(id, this.clock.now(), ({ location }) =>
      this.store.remove(location),
    );
    if (!removed) throw fileNotFound(id);
    this.catalogue.forget(id);
  }
}

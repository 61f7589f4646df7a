import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { DomainError } from '@waybill/kernel';
import type { DirectUpload } from '../domain/direct-upload.js';
import { FileCatalogue } from './file-catalogue.js';
import type { Stored } from './publish-file.js';
import { ShowUpload } from './show-upload.js';
import { VerifyUpload } from './verify-upload.js';

/** Shorter than any patience between the client and us; a file of a few GiB is read by then. */
const WAIT_MS = 10_000;

/** A client says that everything is there. Answers with the file where that is soon verified, else with the upload. */
@Injectable()
export class CompleteUpload {
  constructor(
    private readonly show: ShowUpload,
    private readonly verify: VerifyUpload,
    private readonly catalogue: FileCatalogue,
  ) {}

  async execute(fileId: string, id: string): Promise<Stored | DirectUpload> {
    await this.show.find(fileId, id);
    const verification = await this.verify.execute(id);
    if (verification === undefined) return this.#told(await this.show.find(fileId, id));
    return Promise.race([verification.outcome, this.#later(fileId, id)]);
  }

  /** It is another's to verify, or over. */
  async #told(upload: DirectUpload): Promise<Stored | DirectUpload> {
    if (upload.refusal !== null) throw refused(upload.refusal);
    if (upload.state !== 'stored') return upload;
    return { file: await this.catalogue.get(upload.fileId), isNew: false };
  }

  async #later(fileId: string, id: string): Promise<DirectUpload> {
    await delay(WAIT_MS, undefined, { ref: false });
    return this.show.find(fileId, id);
  }
}

const refused = ({ code, message }: NonNullable<DirectUpload['refusal']>) =>
  new DomainError('unprocessable', code, message);

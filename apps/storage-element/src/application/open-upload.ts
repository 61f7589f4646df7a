import { Injectable } from '@nestjs/common';
import { Clock, DomainError, uuidv7 } from '@waybill/kernel';
import { type DirectUpload, partSizeFor, type UploadPromise } from '../domain/direct-upload.js';
import { fileTooLarge } from '../domain/refusals.js';
import { DirectUploads } from './direct-uploads.js';
import { Files } from './files.js';
import { idTaken } from './publish-file.js';
import { UploadArea, type UploadTarget } from './upload-area.js';

export interface DirectUploadTerms {
  readonly maxBytes: number;
  readonly partBytes: number;
  readonly lifeMs: number;
}

export interface OpenedUpload {
  readonly upload: DirectUpload;
  readonly targets: readonly UploadTarget[];
}

/** Lets a client put a file into the storage itself; it becomes a file when it is completed and verified. */
@Injectable()
export class OpenUpload {
  constructor(
    private readonly uploads: DirectUploads,
    private readonly files: Files,
    private readonly area: UploadArea,
    private readonly clock: Clock,
    private readonly terms: DirectUploadTerms,
  ) {}

  async execute(promise: UploadPromise): Promise<OpenedUpload> {
    await this.#refuse(promise);
    const upload = await this.#begin(promise);
    return { upload, targets: await this.area.targets(upload, this.clock.now()) };
  }

  async #refuse({ fileId, size, sha256 }: UploadPromise): Promise<void> {
    if (size > this.terms.maxBytes) throw fileTooLarge(this.terms.maxBytes);
    const known = await this.files.find(fileId);
    if (known === undefined) return;
    throw known.sha256 === sha256 ? alreadyStored(fileId) : idTaken(fileId);
  }

  async #begin(promise: UploadPromise): Promise<DirectUpload> {
    const id = uuidv7();
    const partSize = partSizeFor(promise.size, this.terms.partBytes);
    const multipartId = await this.area.begin({ id, size: promise.size, partSize });
    const expiresAt = new Date(this.clock.now().getTime() + this.terms.lifeMs);
    const upload = {
      ...promise,
      id,
      partSize,
      multipartId,
      expiresAt,
      state: 'open',
      refusal: null,
    } as const;
    await this.uploads.add(upload);
    return upload;
  }
}

const alreadyStored = (id: string) =>
  new DomainError('conflict', 'FILE_ALREADY_STORED', 'These bytes are stored under this id already', { id });

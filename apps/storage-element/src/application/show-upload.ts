import { Injectable } from '@nestjs/common';
import { Clock, DomainError } from '@waybill/kernel';
import type { DirectUpload } from '../domain/direct-upload.js';
import { DirectUploads } from './direct-uploads.js';
import type { OpenedUpload } from './open-upload.js';
import { UploadArea } from './upload-area.js';

/** How far an upload past the element is; one that is open comes with fresh links for what has not arrived. */
@Injectable()
export class ShowUpload {
  constructor(
    private readonly uploads: DirectUploads,
    private readonly area: UploadArea,
    private readonly clock: Clock,
  ) {}

  async execute(fileId: string, id: string): Promise<OpenedUpload> {
    const upload = await this.find(fileId, id);
    const targets = upload.state === 'open' ? await this.area.targets(upload, this.clock.now()) : [];
    return { upload, targets };
  }

  /** Throws UPLOAD_NOT_FOUND, or UPLOAD_EXPIRED. */
  async find(fileId: string, id: string): Promise<DirectUpload> {
    const upload = await this.uploads.find(fileId, id);
    if (upload === undefined)
      throw new DomainError('not-found', 'UPLOAD_NOT_FOUND', 'There is no such upload');
    if (upload.state === 'open' && upload.expiresAt <= this.clock.now())
      throw new DomainError('gone', 'UPLOAD_EXPIRED', 'The upload was not completed in time');
    return upload;
  }
}

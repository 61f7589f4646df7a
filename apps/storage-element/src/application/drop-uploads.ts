import { Injectable } from '@nestjs/common';
import { Clock, DomainError } from '@waybill/kernel';
import type { DirectUpload } from '../domain/direct-upload.js';
import { DirectUploads } from './direct-uploads.js';
import { ShowUpload } from './show-upload.js';
import { UploadArea } from './upload-area.js';

/** So long a client can still ask what became of it. */
const KEPT_MS = 24 * 3600 * 1000;

/** Takes away uploads past the element that nobody wants any more. */
@Injectable()
export class DropUploads {
  constructor(
    private readonly show: ShowUpload,
    private readonly uploads: DirectUploads,
    private readonly area: UploadArea,
    private readonly clock: Clock,
  ) {}

  /** One, because its client says so. */
  async execute(fileId: string, id: string): Promise<void> {
    const upload = await this.show.find(fileId, id);
    if (!(await this.uploads.drop(id, this.clock.now()))) throw notOpen(upload);
    await this.area.discard(upload);
  }

  /** Those that were not completed in time, and what came by the links of those that ended; gives how many. */
  async sweep(): Promise<number> {
    const now = this.clock.now();
    const outlived = await this.uploads.outlived(now, new Date(now.getTime() - KEPT_MS));
    // The bytes first: were we killed in between, the next round finds the upload again.
    for (const upload of outlived) {
      await this.area.discard(upload);
      await this.uploads.forget(upload.id);
    }
    return outlived.length;
  }
}

const notOpen = ({ state }: DirectUpload) =>
  new DomainError('conflict', 'INVALID_STATE', 'The upload is no longer open', { state });

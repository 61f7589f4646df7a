import { Injectable } from '@nestjs/common';
import { Clock } from '@waybill/kernel';
import type { Download } from '../domain/download.js';
import { type DownloadRef, Downloads } from '../domain/downloads.js';

/** Takes a download off the list and frees its storage; a live one is cancelled first. Twice is 404. */
@Injectable()
export class DeleteDownload {
  constructor(
    private readonly downloads: Downloads,
    private readonly clock: Clock,
  ) {}

  execute(ref: DownloadRef): Promise<Download> {
    return this.downloads.update(ref, (download) => {
      download.delete(this.clock.now());
      return download;
    });
  }
}

import { Injectable } from '@nestjs/common';
import { Clock } from '@waybill/kernel';
import type { Download } from '../domain/download.js';
import { type DownloadRef, Downloads } from '../domain/downloads.js';

/** Gives a download up; its room and, where it got no byte, its place are free again. */
@Injectable()
export class CancelDownload {
  constructor(
    private readonly downloads: Downloads,
    private readonly clock: Clock,
  ) {}

  execute(ref: DownloadRef): Promise<Download> {
    return this.downloads.update(ref, (download) => {
      download.cancel(this.clock.now());
      return download;
    });
  }
}

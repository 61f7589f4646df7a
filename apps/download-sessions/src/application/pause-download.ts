import { Injectable } from '@nestjs/common';
import { Clock } from '@waybill/kernel';
import type { Download } from '../domain/download.js';
import { type DownloadRef, Downloads } from '../domain/downloads.js';

/** Pauses a download; its links are refused from now on. */
@Injectable()
export class PauseDownload {
  constructor(
    private readonly downloads: Downloads,
    private readonly clock: Clock,
  ) {}

  execute(ref: DownloadRef): Promise<Download> {
    return this.downloads.update(ref, (download) => {
      download.pause(this.clock.now());
      return download;
    });
  }
}

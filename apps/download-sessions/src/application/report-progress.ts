import { Injectable } from '@nestjs/common';
import { Clock } from '@waybill/kernel';
import type { Download } from '../domain/download.js';
import { type DownloadRef, Downloads } from '../domain/downloads.js';

/** The client of an asset that is hosted elsewhere says how far it got. */
@Injectable()
export class ReportProgress {
  constructor(
    private readonly downloads: Downloads,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError 409 `INVALID_STATE` on a stored file: its progress is observed */
  execute(ref: DownloadRef, downloadedBytes: number): Promise<Download> {
    return this.downloads.update(ref, (download) => {
      download.reportProgress(downloadedBytes, this.clock.now());
      return download;
    });
  }
}

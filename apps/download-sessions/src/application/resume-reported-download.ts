import { Injectable } from '@nestjs/common';
import { Clock } from '@waybill/kernel';
import type { ClientFacts } from '../domain/download-state.js';
import { ReportedDownloads } from '../domain/reported-downloads.js';
import { ReportDownload } from './report-download.js';

export interface Resumption {
  readonly userId: string;
  readonly fileId: string;
  /** what the client holds; the most it ever reported counts */
  readonly bytesDownloaded: number;
  readonly client: ClientFacts;
}

/** Revives a running or cancelled one; after any other end, or for the first time, a known file starts a new one. */
@Injectable()
export class ResumeReportedDownload {
  constructor(
    private readonly downloads: ReportedDownloads,
    private readonly report: ReportDownload,
    private readonly clock: Clock,
  ) {}

  /** @returns the download's id; null for a file that nobody told of */
  async execute({ userId, fileId, bytesDownloaded, client }: Resumption): Promise<string | null> {
    const revived = await this.downloads.changeLatest(userId, fileId, (download) =>
      download.resume(bytesDownloaded, this.clock.now()),
    );
    if (revived !== null) return revived;
    const file = await this.downloads.findFile(fileId);
    return file === null ? null : this.report.begin(userId, file, client, bytesDownloaded);
  }
}

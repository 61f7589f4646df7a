import { Injectable } from '@nestjs/common';
import { Clock } from '@waybill/kernel';
import type { ReportedDownload } from '../domain/reported-download.js';
import { type ReportedRef, ReportedDownloads } from '../domain/reported-downloads.js';

/** How a client says that a download ended. */
export type ReportedEnd =
  /** `speedKbps` in kilobits per second */
  | { readonly as: 'completed'; readonly speedKbps: number | null }
  | { readonly as: 'failed'; readonly message: string | null }
  | { readonly as: 'cancelled' };

/** Ends a running one; on any other it does nothing, so that a repeat counts nothing twice. */
@Injectable()
export class EndReportedDownload {
  constructor(
    private readonly downloads: ReportedDownloads,
    private readonly clock: Clock,
  ) {}

  /** @returns whether it ended now */
  execute(ref: ReportedRef, end: ReportedEnd): Promise<boolean> {
    return this.downloads.change(ref, (download) => apply(download, end, this.clock.now()));
  }
}

function apply(download: ReportedDownload, end: ReportedEnd, now: Date): boolean {
  switch (end.as) {
    case 'completed':
      return download.complete(end.speedKbps, now);
    case 'failed':
      return download.fail(end.message, now);
    case 'cancelled':
      return download.cancel(now);
  }
}

import { Controller } from '@nestjs/common';
import {
  downloadCancelled,
  downloadCompleted,
  downloadCreated,
  downloadDeleted,
  downloadExpired,
  downloadFailed,
  type DownloadFacts,
  downloadPaused,
  downloadQueued,
  downloadResumed,
  downloadRetried,
  downloadStarted,
} from '@waybill/contracts';
import { OnEvent } from '@waybill/messaging';
import { FollowDownload } from '../application/follow-download.js';
import { reportOf, reportOfDeleted, reportOfExpired } from './download-report.js';

/** Listens to `waybill.downloads.v1`: a download's events say how much it holds. */
@Controller()
export class DownloadsConsumer {
  constructor(private readonly follow: FollowDownload) {}

  @OnEvent(downloadCreated)
  created(facts: DownloadFacts) {
    return this.follow.execute(reportOf(facts));
  }

  @OnEvent(downloadQueued)
  queued(facts: DownloadFacts) {
    return this.follow.execute(reportOf(facts));
  }

  @OnEvent(downloadStarted)
  started(facts: DownloadFacts) {
    return this.follow.execute(reportOf(facts));
  }

  @OnEvent(downloadPaused)
  paused(facts: DownloadFacts) {
    return this.follow.execute(reportOf(facts));
  }

  @OnEvent(downloadResumed)
  resumed(facts: DownloadFacts) {
    return this.follow.execute(reportOf(facts));
  }

  @OnEvent(downloadRetried)
  retried(facts: DownloadFacts) {
    return this.follow.execute(reportOf(facts));
  }

  @OnEvent(downloadCompleted)
  completed(facts: DownloadFacts) {
    return this.follow.execute(reportOf(facts));
  }

  @OnEvent(downloadFailed)
  failed(facts: DownloadFacts) {
    return this.follow.execute(reportOf(facts));
  }

  @OnEvent(downloadCancelled)
  cancelled(facts: DownloadFacts) {
    return this.follow.execute(reportOf(facts));
  }

  @OnEvent(downloadExpired)
  expired(facts: DownloadFacts) {
    return this.follow.execute(reportOfExpired(facts));
  }

  @OnEvent(downloadDeleted)
  deleted(facts: DownloadFacts) {
    return this.follow.execute(reportOfDeleted(facts));
  }
}

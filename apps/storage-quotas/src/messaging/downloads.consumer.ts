import { Controller } from '@nestjs/common';
import {
  type CloudEvent,
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
import { OnEvents } from '@waybill/messaging';
import { FollowDownloads } from '../application/follow-downloads.js';
import { reportOf, reportOfDeleted, reportOfExpired } from './download-report.js';

/** Listens to `waybill.downloads.v1`: a download's events say how much it holds. A batch of them is a few statements. */
@Controller()
export class DownloadsConsumer {
  constructor(private readonly follow: FollowDownloads) {}

  @OnEvents(
    downloadCreated,
    downloadQueued,
    downloadStarted,
    downloadPaused,
    downloadResumed,
    downloadRetried,
    downloadCompleted,
    downloadFailed,
    downloadCancelled,
    downloadExpired,
    downloadDeleted,
  )
  changed(events: readonly CloudEvent[]): Promise<void> {
    return this.follow.execute(events.map(reportFrom));
  }
}

/** The contracts above all carry the facts of a download. */
function reportFrom({ type, data }: CloudEvent) {
  const facts = data as DownloadFacts;
  if (type === downloadDeleted.type) return reportOfDeleted(facts);
  return type === downloadExpired.type ? reportOfExpired(facts) : reportOf(facts);
}

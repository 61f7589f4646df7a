import { Controller } from '@nestjs/common';
import {
  type CloudEvent,
  downloadCancelled,
  downloadCompleted,
  downloadCreated,
  downloadDeleted,
  downloadExpired,
  downloadFailed,
  downloadPaused,
  downloadQueued,
  downloadResumed,
  downloadRetried,
  downloadStarted,
} from '@waybill/contracts';
import { OnEvents } from '@waybill/messaging';
import { RecordEvents } from '../application/record-events.js';

/** The life of downloads: every event tells the whole state, so they may come in any order. */
@Controller()
export class DownloadsConsumer {
  constructor(private readonly record: RecordEvents) {}

  @OnEvents(
    downloadCreated,
    downloadQueued,
    downloadStarted,
    downloadPaused,
    downloadResumed,
    downloadCompleted,
    downloadFailed,
    downloadRetried,
    downloadCancelled,
    downloadExpired,
    downloadDeleted,
  )
  changed(events: readonly CloudEvent[]): Promise<void> {
    return this.record.execute(events);
  }
}

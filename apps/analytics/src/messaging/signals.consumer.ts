import { Controller } from '@nestjs/common';
import {
  type CloudEvent,
  deadLetterParked,
  fileDamaged,
  fileRemoved,
  fileStored,
  quotaChanged,
  quotaThresholdCrossed,
} from '@waybill/contracts';
import { OnEvents } from '@waybill/messaging';
import { RecordEvents } from '../application/record-events.js';

/** What alert rules look at: damaged files, crossed thresholds, dead letters; and the rest of their topics. */
@Controller()
export class SignalsConsumer {
  constructor(private readonly record: RecordEvents) {}

  @OnEvents(fileStored, fileRemoved, fileDamaged)
  filed(events: readonly CloudEvent[]): Promise<void> {
    return this.record.execute(events);
  }

  @OnEvents(quotaChanged, quotaThresholdCrossed)
  quotaMoved(events: readonly CloudEvent[]): Promise<void> {
    return this.record.execute(events);
  }

  @OnEvents(deadLetterParked)
  parked(events: readonly CloudEvent[]): Promise<void> {
    return this.record.execute(events);
  }
}

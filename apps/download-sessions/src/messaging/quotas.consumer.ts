import { Controller } from '@nestjs/common';
import { type QuotaChanged, quotaChanged } from '@waybill/contracts';
import { OnEvent } from '@waybill/messaging';
import { AutoDeleteSettings } from '../application/auto-delete-settings.js';

/** Listens to `waybill.quotas.v1`: how long each person keeps copies. */
@Controller()
export class QuotasConsumer {
  constructor(private readonly settings: AutoDeleteSettings) {}

  @OnEvent(quotaChanged)
  changed({
    userId,
    revision,
    autoDeleteEnabled: enabled,
    autoDeleteDays: days,
  }: QuotaChanged): Promise<void> {
    return this.settings.put({ userId, revision, enabled, days });
  }
}

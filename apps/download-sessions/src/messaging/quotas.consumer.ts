import { Controller } from '@nestjs/common';
import { type CloudEvent, type QuotaChanged, quotaChanged } from '@waybill/contracts';
import { OnEvents } from '@waybill/messaging';
import { type AutoDeleteSetting, AutoDeleteSettings } from '../application/auto-delete-settings.js';

/** Listens to `waybill.quotas.v1`: how long each person keeps copies. */
@Controller()
export class QuotasConsumer {
  constructor(private readonly settings: AutoDeleteSettings) {}

  @OnEvents(quotaChanged)
  changed(events: readonly CloudEvent<QuotaChanged>[]): Promise<void> {
    return this.settings.put(events.map(({ data }) => settingOf(data)));
  }
}

function settingOf(news: QuotaChanged): AutoDeleteSetting {
  const { userId, revision, autoDeleteEnabled: enabled, autoDeleteDays: days } = news;
  return { userId, revision, enabled, days };
}

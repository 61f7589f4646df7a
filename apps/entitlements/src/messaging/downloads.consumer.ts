import { Controller } from '@nestjs/common';
import {
  type CloudEvent,
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
  type DownloadFacts,
} from '@waybill/contracts';
import { OnEvents } from '@waybill/messaging';
import { FollowDownloads } from '../application/follow-downloads.js';

type Events = readonly CloudEvent<DownloadFacts>[];

/** Each event tells the whole state after it, so all of them are read alike; the revision puts them in order. */
@Controller()
export class DownloadsConsumer {
  constructor(private readonly downloads: FollowDownloads) {}

  @OnEvents(downloadCreated)
  created(events: Events): Promise<void> {
    return this.#follow(events, false);
  }

  @OnEvents(downloadQueued)
  queued(events: Events): Promise<void> {
    return this.#follow(events, false);
  }

  @OnEvents(downloadStarted)
  started(events: Events): Promise<void> {
    return this.#follow(events, false);
  }

  @OnEvents(downloadPaused)
  paused(events: Events): Promise<void> {
    return this.#follow(events, false);
  }

  @OnEvents(downloadResumed)
  resumed(events: Events): Promise<void> {
    return this.#follow(events, false);
  }

  @OnEvents(downloadCompleted)
  completed(events: Events): Promise<void> {
    return this.#follow(events, false);
  }

  @OnEvents(downloadFailed)
  failed(events: Events): Promise<void> {
    return this.#follow(events, false);
  }

  @OnEvents(downloadRetried)
  retried(events: Events): Promise<void> {
    return this.#follow(events, false);
  }

  @OnEvents(downloadCancelled)
  cancelled(events: Events): Promise<void> {
    return this.#follow(events, false);
  }

  @OnEvents(downloadExpired)
  expired(events: Events): Promise<void> {
    return this.#follow(events, false);
  }

  @OnEvents(downloadDeleted)
  deleted(events: Events): Promise<void> {
    return this.#follow(events, true);
  }

  async #follow(events: Events, deleted: boolean): Promise<void> {
    await this.downloads.execute(events.map(({ data }) => ({ ...data, deleted })));
  }
}

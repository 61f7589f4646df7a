import {
  type BeforeApplicationShutdown,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import type { DataSource } from 'typeorm';
import type { EventBus } from './bus/event-bus.js';
import { INBOX_DAYS } from './bus/topic-settings.js';
import { pruneInbox } from './inbox/inbox.js';
import type { OutboxRelay } from './outbox/outbox-relay.js';

const PRUNE_EVERY_MS = 3_600_000;

/**
 * Starts and ends what runs beside the requests. The relay stops first (what it leaves waits in the outbox), Nest then
 * closes the consumer, and the bus goes last.
 */
export class MessagingLifecycle
  implements OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown
{
  readonly #logger = new Logger('Messaging');
  #pruning: NodeJS.Timeout | undefined;

  constructor(
    private readonly relay: OutboxRelay,
    private readonly bus: EventBus,
    private readonly dataSource: DataSource,
    private readonly inboxDays = INBOX_DAYS,
  ) {}

  onApplicationBootstrap(): void {
    this.relay.start();
    this.#pruning = setInterval(() => void this.#prune(), PRUNE_EVERY_MS).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.#pruning);
    await this.relay.stop();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.bus.close();
  }

  /** The active relay's process does it for all. */
  async #prune(): Promise<void> {
    if (!this.relay.isActive) return;
    try {
      await pruneInbox(this.dataSource.manager, this.inboxDays);
    } catch (error) {
      this.#logger.warn(`The inbox was not pruned: ${String(error)}`);
    }
  }
}

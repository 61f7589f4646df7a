import { afterEach, beforeEach, expect } from '@jest/globals';
import { Controller } from '@nestjs/common';
import {
  alertCleared,
  type AlertCleared,
  type AlertRaised,
  alertRaised,
  type CloudEvent,
  createEvent,
  TOPICS,
} from '@waybill/contracts';
import { uuidv7 } from '@waybill/kernel';
import { type EventBus, OnEvent, OnEvents, Transactions } from '@waybill/messaging';
import { createDatabase, type TestDatabase } from '@waybill/testing';
import { openBus, type ServiceForTest, startService } from './service-for-test.js';

export const TIMEOUT_MS = 60_000;
export const PATIENCE = { timeoutMs: 20_000 };
export const NOW = '2026-11-21T10:00:00.000Z';

/** What a summary, and whatever comes, makes the handlers below do. */
export const doings = {
  failures: new Map<string, () => void>(),
  inHandler: (_subject: string): Promise<void> => Promise.resolve(),
};

async function effect(transactions: Transactions, handler: string, subject: string, what: string) {
  await transactions.run((tx) =>
    tx.query('INSERT INTO effects (handler, subject, what) VALUES ($1, $2, $3)', [handler, subject, what]),
  );
}

@Controller()
export class AlertsConsumer {
  constructor(private readonly transactions: Transactions) {}

  @OnEvent(alertRaised)
  async raised(data: AlertRaised, event: CloudEvent<AlertRaised>): Promise<void> {
    await effect(this.transactions, 'raised', data.rule, data.summary);
    await doings.inHandler(data.rule);
    expect(event.type).toBe('waybill.alert.raised');
    doings.failures.get(data.summary)?.();
  }
}

@Controller()
export class SecondConsumer {
  constructor(private readonly transactions: Transactions) {}

  @OnEvent(alertRaised)
  async raised(data: AlertRaised): Promise<void> {
    await effect(this.transactions, 'second', data.rule, data.summary);
  }

  @OnEvents(alertCleared)
  async cleared(events: readonly CloudEvent<AlertCleared>[]): Promise<void> {
    for (const { data } of events)
      await effect(this.transactions, `cleared in ${events.length}`, data.rule, data.summary);
    for (const { data } of events) doings.failures.get(data.summary)?.();
  }
}

export const raise = (rule: string, summary: string) =>
  createEvent(
    alertRaised,
    { alertId: uuidv7(), rule, summary, value: 1, limit: 1, raisedAt: NOW },
    { service: 'test' },
  );
export const clear = (rule: string, summary: string) =>
  createEvent(
    alertCleared,
    { alertId: uuidv7(), rule, summary, value: 1, limit: 1, raisedAt: NOW, clearedAt: NOW },
    { service: 'test' },
  );
export const sent = (event: CloudEvent, topic: string = TOPICS.alerts) => ({
  topic,
  key: event.subject,
  id: event.id,
  value: JSON.stringify(event),
});

/** A bus with services that consume from it: other ones for each test. */
export class ConsumersForTest {
  bus!: EventBus;
  urls!: { readonly url: string; readonly busUrl: string };
  databases: TestDatabase[] = [];
  services: ServiceForTest[] = [];

  constructor() {
    beforeEach(() => this.#open(), TIMEOUT_MS);
    afterEach(() => this.#close(), TIMEOUT_MS);
  }

  readonly start = async (
    service = 'alerts',
    handlers = [AlertsConsumer, SecondConsumer],
    url = this.urls.url,
  ): Promise<ServiceForTest> => {
    const started = await startService({ url, busUrl: this.urls.busUrl, service, handlers });
    this.services.push(started);
    return started;
  };

  async #open(): Promise<void> {
    doings.failures = new Map();
    doings.inHandler = () => Promise.resolve();
    this.services = [];
    this.databases = [await createDatabase('service'), await createDatabase('bus')];
    this.urls = { url: this.databases[0]?.url ?? '', busUrl: this.databases[1]?.url ?? '' };
    this.bus = openBus(this.urls.busUrl, 'publisher');
  }

  async #close(): Promise<void> {
    await Promise.all(this.services.map((service) => service.close()));
    await this.bus.close();
    await Promise.all(this.databases.map((database) => database.drop()));
  }
}

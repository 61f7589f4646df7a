import { Controller } from '@nestjs/common';
import { type AlertRaised, alertRaised, type CloudEvent, createEvent, TOPICS } from '@waybill/contracts';
import { uuidv7 } from '@waybill/kernel';
import {
  KafkaEventBus,
  type KafkaAccess,
  OnEvent,
  type OutgoingMessage,
  prepareKafkaTopics,
  Transactions,
} from '@waybill/messaging';
import { type ServiceForTest, startService } from '../support/service-for-test.js';
import { testBrokers } from './brokers.js';

const brokers = testBrokers();
const NOW = '2026-11-21T10:00:00.000Z';

/** Topics are shared with other tests and outlive them: each has rules of its own. */
export const newTest = () => `rules-${uuidv7()}`;

/** What happens to each event of the test in its handler, in the transaction of its effect. */
export interface Script {
  readonly test: string;
  happens: (data: AlertRaised) => Promise<void> | void;
}

export async function openTopics(): Promise<void> {
  const topics = [TOPICS.alerts, TOPICS.deadLetters];
  await prepareKafkaTopics({ brokers, clientId: 'test' }, { topics });
}

export const openKafkaBus = () => new KafkaEventBus({ brokers, clientId: 'test' });

export interface MemberOptions {
  readonly url: string;
  readonly script: Script;
  readonly kafka?: KafkaAccess;
  readonly waits?: boolean;
}

/** A process of a service that has one effect for each event of the test; several share a group and a database. */
export function startMember({ url, script, kafka, waits }: MemberOptions): Promise<ServiceForTest> {
  @Controller()
  class AlertsConsumer {
    constructor(private readonly transactions: Transactions) {}

    @OnEvent(alertRaised)
    async raised(data: AlertRaised): Promise<void> {
      if (!data.rule.startsWith(script.test)) return;
      await this.transactions.run((tx) =>
        tx.query(`INSERT INTO effects (handler, subject, what) VALUES ('raised', $1, $2)`, [
          data.rule,
          data.summary,
        ]),
      );
      await script.happens(data);
    }
  }
  return startService({
    url,
    kafkaBrokers: brokers,
    service: script.test,
    handlers: [AlertsConsumer],
    ...(kafka === undefined ? {} : { kafka }),
    ...(waits === undefined ? {} : { waits }),
  });
}

export const alertOf = (rule: string, summary: string): AlertRaised => ({
  alertId: uuidv7(),
  rule,
  summary,
  value: 1,
  limit: 1,
  raisedAt: NOW,
});

export const raise = (rule: string, summary: string): CloudEvent<AlertRaised> =>
  createEvent(alertRaised, alertOf(rule, summary), { service: 'test' });

export const sent = (event: CloudEvent<AlertRaised>): OutgoingMessage => ({
  topic: TOPICS.alerts,
  key: event.subject,
  id: event.id,
  value: JSON.stringify(event),
});

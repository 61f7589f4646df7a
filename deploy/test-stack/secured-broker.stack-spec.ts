import tls from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { uuidv7 } from '@waybill/kernel';
import { type EventBus, openEventBus, prepareKafkaTopics } from '@waybill/messaging';
import { carrierOf, kafkaEnvironment, readEnvironment } from '@waybill/platform';
import { eventually } from '@waybill/testing';
import { z } from 'zod';
import { ACCOUNT, type SecuredBroker, startSecuredBroker } from './secured-broker.js';

const TOPIC = 'test.secured.v1';
const PATIENCE = { timeoutMs: 40_000 };
const MECHANISMS = ['plain', 'scram-sha-256', 'scram-sha-512'];

describe('a broker that asks for TLS and a password', () => {
  let broker: SecuredBroker;
  const before = tls.getCACertificates('default');
  const buses: EventBus[] = [];

  beforeAll(async () => {
    broker = await startSecuredBroker();
    // As NODE_EXTRA_CA_CERTS does when a process starts.
    tls.setDefaultCACertificates([...before, broker.certificate]);
  });
  afterEach(async () => {
    await Promise.all(buses.splice(0).map((bus) => bus.close()));
  });
  afterAll(async () => {
    tls.setDefaultCACertificates(before);
    await broker.stop();
  });

  /** As a service reads it. */
  const carrier = (environment: Record<string, string>) => ({
    service: 'test',
    ...carrierOf(
      readEnvironment(z.object(kafkaEnvironment), { KAFKA_BROKERS: broker.address, ...environment }),
    ),
  });
  const withPassword = (mechanism: string, password: string) =>
    carrier({
      KAFKA_TLS: 'true',
      KAFKA_SASL_MECHANISM: mechanism,
      KAFKA_SASL_USERNAME: ACCOUNT.username,
      KAFKA_SASL_PASSWORD: password,
    });
  const open = async (options: ReturnType<typeof carrier>) => {
    const bus = await openEventBus(options);
    buses.push(bus);
    return bus;
  };

  it.each(MECHANISMS)('lets in who knows it, by %s: topics, events out and in', async (mechanism) => {
    const options = withPassword(mechanism, ACCOUNT.password);
    const { kafka } = options;
    const settings = { ...kafka, brokers: [broker.address], clientId: 'test' };
    await prepareKafkaTopics(settings, { topics: [TOPIC], replicationFactor: 1 });
    const bus = await open(options);
    await bus.check();
    const found: string[] = [];
    const subscription = await bus.subscribe({
      group: uuidv7(),
      topics: [TOPIC],
      onBatch: async (batch) => {
        for (const message of batch.messages) {
          found.push(message.value);
          await batch.done(message);
        }
      },
      onCrash: (error) => found.push(String(error)),
    });
    await subscription.ready();
    await bus.publish([{ topic: TOPIC, key: 'k', id: uuidv7(), value: `by ${mechanism}` }]);
    await eventually(() => expect(found).toContain(`by ${mechanism}`), PATIENCE);
  });

  it.each(MECHANISMS)('turns away a wrong password by %s, and nobody waits for it', async (mechanism) => {
    const bus = await open(withPassword(mechanism, 'wrong'));
    await expect(bus.check()).rejects.toThrow();
    const crash = Promise.withResolvers<unknown>();
    const subscription = await bus.subscribe({
      group: uuidv7(),
      topics: [TOPIC],
      onBatch: () => Promise.resolve(),
      onCrash: crash.resolve,
    });
    await expect(subscription.ready()).rejects.toThrow(/[Aa]uthentication/);
    expect(String(await crash.promise)).toMatch(/[Aa]uthentication/);
    await expect(bus.publish([{ topic: TOPIC, key: 'k', id: uuidv7(), value: 'never' }])).rejects.toThrow(
      /[Aa]uthentication/,
    );
  });

  it('turns away who comes in the clear', async () => {
    const bus = await open(carrier({}));
    await expect(bus.check()).rejects.toThrow();
  });
});

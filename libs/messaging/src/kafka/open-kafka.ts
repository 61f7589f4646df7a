import type { Kafka, KafkaConfig, SASLOptions } from 'kafkajs';
import { kafkaLog } from './kafka-log.js';
import type { KafkaSasl, KafkaSettings } from './kafka-settings.js';

export type KafkaModule = typeof import('kafkajs');

export interface OpenKafka {
  readonly module: KafkaModule;
  readonly kafka: Kafka;
}

/** kafkajs is loaded here and nowhere else, by those who use it. */
export async function openKafka(settings: KafkaSettings): Promise<OpenKafka> {
  const { default: module } = await import('kafkajs');
  return { module, kafka: new module.Kafka(configOf(settings, module)) };
}

function configOf(settings: KafkaSettings, module: KafkaModule): KafkaConfig {
  const { brokers, clientId, tls, sasl, socketFactory } = settings;
  return {
    brokers: [...brokers],
    clientId,
    connectionTimeout: 3_000,
    retry: { retries: 6, initialRetryTime: 100, maxRetryTime: 1_000 },
    logLevel: module.logLevel.WARN,
    logCreator: () => kafkaLog,
    ...(tls === true ? { ssl: true } : {}),
    ...(sasl === undefined ? {} : { sasl: saslOf(sasl) }),
    ...(socketFactory === undefined ? {} : { socketFactory }),
  };
}

/** kafkajs has a type for each mechanism; they differ in their name only. */
function saslOf({ mechanism, username, password }: KafkaSasl): SASLOptions {
  return { mechanism, username, password };
}

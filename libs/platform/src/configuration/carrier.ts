import type { CarrierOptions } from '@waybill/messaging';
import type { z } from 'zod';
import { EnvironmentError, kafkaEnvironment } from './environment.js';

type KafkaConfig = z.infer<z.ZodObject<typeof kafkaEnvironment>>;

export interface CarrierConfig extends KafkaConfig {
  readonly BUS_DATABASE_URL?: string | undefined;
}

/** Which carrier events take, as MessagingModule and openEventBus want to know it. Throws an EnvironmentError. */
export function carrierOf(config: CarrierConfig): Omit<CarrierOptions, 'service'> {
  return {
    kafkaBrokers: config.KAFKA_BROKERS,
    kafka: { clientId: config.KAFKA_CLIENT_ID, tls: config.KAFKA_TLS, sasl: saslOf(config) },
    busDatabaseUrl: config.BUS_DATABASE_URL,
  };
}

function saslOf(config: KafkaConfig) {
  const { KAFKA_SASL_MECHANISM: mechanism, KAFKA_SASL_USERNAME: username } = config;
  const { KAFKA_SASL_PASSWORD: password } = config;
  if (mechanism === undefined) return undefined;
  if (username === undefined || password === undefined)
    throw new EnvironmentError(['KAFKA_SASL_MECHANISM: needs KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD']);
  return { mechanism, username, password };
}

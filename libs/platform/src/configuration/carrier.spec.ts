import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { carrierOf } from './carrier.js';
import { EnvironmentError, kafkaEnvironment, readEnvironment } from './environment.js';

const read = (environment: Record<string, string>) =>
  carrierOf(readEnvironment(z.object(kafkaEnvironment), environment));

describe('the carrier', () => {
  it('is Kafka with what it takes to get in', () =>
    expect(
      read({
        KAFKA_BROKERS: 'a:9093,b:9093',
        KAFKA_TLS: 'true',
        KAFKA_CLIENT_ID: 'blue',
        KAFKA_SASL_MECHANISM: 'scram-sha-512',
        KAFKA_SASL_USERNAME: 'u',
        KAFKA_SASL_PASSWORD: 'p',
      }),
    ).toEqual({
      kafkaBrokers: ['a:9093', 'b:9093'],
      kafka: {
        clientId: 'blue',
        tls: true,
        sasl: { mechanism: 'scram-sha-512', username: 'u', password: 'p' },
      },
      busDatabaseUrl: undefined,
    }));

  it('is the embedded one where no broker is named', () =>
    expect(carrierOf({ BUS_DATABASE_URL: 'postgres://127.0.0.1/bus' })).toMatchObject({
      kafkaBrokers: undefined,
      busDatabaseUrl: 'postgres://127.0.0.1/bus',
    }));

  it('takes no SASL without a name and a password', () => {
    expect(() => read({ KAFKA_BROKERS: 'a:1', KAFKA_SASL_MECHANISM: 'plain' })).toThrow(EnvironmentError);
    expect(() => read({ KAFKA_SASL_MECHANISM: 'gssapi' })).toThrow(EnvironmentError);
  });
});

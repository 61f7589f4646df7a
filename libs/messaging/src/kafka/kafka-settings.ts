import type { ISocketFactory } from 'kafkajs';

export const SASL_MECHANISMS = ['plain', 'scram-sha-256', 'scram-sha-512'] as const;

export interface KafkaSasl {
  readonly mechanism: (typeof SASL_MECHANISMS)[number];
  readonly username: string;
  readonly password: string;
}

/** How to reach a cluster. */
export interface KafkaSettings {
  readonly brokers: readonly string[];
  /** Names the connections in the brokers' logs, metrics and quotas. */
  readonly clientId: string;
  /** TLS with the certificates that Node trusts (`NODE_EXTRA_CA_CERTS` adds to them). */
  readonly tls?: boolean | undefined;
  readonly sasl?: KafkaSasl | undefined;
  /** A member that was not heard of for so long is dead; a broker's own lower limit is 6 s unless it was told otherwise. */
  readonly sessionTimeoutMs?: number | undefined;
  /** Makes the connections; Node's own by default. */
  readonly socketFactory?: ISocketFactory | undefined;
}

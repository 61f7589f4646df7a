import type { EventBus } from './event-bus.js';
import { PostgresEventBus } from '../embedded/postgres-event-bus.js';
import { KafkaEventBus } from '../kafka/kafka-event-bus.js';
import type { KafkaSettings } from '../kafka/kafka-settings.js';

export interface KafkaAccess extends Omit<KafkaSettings, 'brokers' | 'clientId'> {
  readonly clientId?: string | undefined;
}

export interface CarrierOptions {
  readonly service: string;
  readonly kafkaBrokers?: readonly string[] | undefined;
  /** How to get in; plain and open by default, the client's id the service's name. */
  readonly kafka?: KafkaAccess | undefined;
  readonly busDatabaseUrl?: string | undefined;
}

/** Kafka where brokers are named, else the embedded carrier. */
export function openEventBus(options: CarrierOptions): Promise<EventBus> {
  const { service, kafkaBrokers, kafka, busDatabaseUrl } = options;
  if (kafkaBrokers !== undefined)
    return Promise.resolve(
      new KafkaEventBus({ ...kafka, brokers: kafkaBrokers, clientId: kafka?.clientId ?? service }),
    );
  if (busDatabaseUrl === undefined) throw new Error('Neither KAFKA_BROKERS nor BUS_DATABASE_URL is set');
  return Promise.resolve(new PostgresEventBus({ url: busDatabaseUrl, service }));
}

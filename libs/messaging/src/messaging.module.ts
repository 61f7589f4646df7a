import { type DynamicModule, Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { EventBus } from './bus/event-bus.js';
import { type CarrierOptions, openEventBus } from './bus/open-event-bus.js';
import { endProcess } from './end-process.js';
import { EventConsumerStrategy } from './handlers/event-consumer.strategy.js';
import { makeProcessor } from './handlers/make-processor.js';
import type { RetryPolicy } from './handlers/one-by-one.js';
import { MessagingLifecycle } from './messaging.lifecycle.js';
import { OutboxRelay } from './outbox/outbox-relay.js';
import { Outbox } from './outbox/outbox.js';
import { Transactions } from './transactions/transactions.js';

export interface MessagingOptions {
  /** The service's name: `download-sessions`. */
  readonly service: string;
  /** Set means Kafka. */
  readonly kafkaBrokers?: readonly string[] | undefined;
  /** How to get into that Kafka: TLS, SASL, the client's id. */
  readonly kafka?: CarrierOptions['kafka'];
  /** The embedded carrier's database. */
  readonly busDatabaseUrl?: string | undefined;
  /** The consumer group; the service's name by default. */
  readonly group?: string | undefined;
  /** The W3C traceparent of what is being done just now. */
  readonly traceparent?: (() => string | undefined) | undefined;
  /** A consumer died; by default the process is told to end (SIGTERM, exit code 1), so that its starter brings it back. */
  readonly onCrash?: ((error: unknown) => void) | undefined;
  /** Five, backing off, by default. */
  readonly retries?: RetryPolicy | undefined;
  /** Days that the inbox remembers; must exceed the bus's retention. */
  readonly inboxDays?: number | undefined;
}

/** Bus, transactions, outbox with its relay, and the strategy for handlers. Needs the TypeORM DataSource. */
@Module({})
export class MessagingModule {
  static forRoot(options: MessagingOptions): DynamicModule {
    return {
      module: MessagingModule,
      global: true,
      providers: [
        { provide: EventBus, useFactory: () => openEventBus(options) },
        {
          provide: Transactions,
          inject: [DataSource],
          useFactory: (dataSource: DataSource) => new Transactions(dataSource),
        },
        {
          provide: Outbox,
          inject: [Transactions],
          useFactory: (transactions: Transactions) => new Outbox(transactions, options),
        },
        {
          provide: OutboxRelay,
          inject: [DataSource, EventBus, Outbox],
          useFactory: (dataSource: DataSource, bus: EventBus, outbox: Outbox) =>
            new OutboxRelay(dataSource, bus, outbox),
        },
        {
          provide: MessagingLifecycle,
          inject: [OutboxRelay, EventBus, DataSource],
          useFactory: (relay: OutboxRelay, bus: EventBus, dataSource: DataSource) =>
            new MessagingLifecycle(relay, bus, dataSource, options.inboxDays),
        },
        {
          provide: EventConsumerStrategy,
          inject: [EventBus, DataSource, Transactions, Outbox],
          useFactory: strategyOf(options),
        },
      ],
      exports: [EventBus, Transactions, Outbox, OutboxRelay, EventConsumerStrategy],
    };
  }
}

function strategyOf({ service, group = service, onCrash = endProcess, retries }: MessagingOptions) {
  return (bus: EventBus, dataSource: DataSource, transactions: Transactions, outbox: Outbox) =>
    new EventConsumerStrategy(bus, {
      group,
      onCrash,
      processor: (table) => makeProcessor({ group, dataSource, transactions, outbox, retries }, table),
    });
}

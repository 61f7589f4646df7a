import 'reflect-metadata';
import { Controller, Inject, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { AsyncMicroserviceOptions } from '@nestjs/microservices';
import { type CloudEvent, type TransferServed, transferServed } from '@waybill/contracts';
import {
  EventBus,
  EventConsumerStrategy,
  MessagingModule,
  messagingMigrations,
  OnEvent,
  OnEvents,
  Outbox,
  Transactions,
} from '@waybill/messaging';
import { openDatabase } from '@waybill/platform';
import { DataSource } from 'typeorm';

export type HandlerKind = 'batch' | 'single';

export interface ServiceUrls {
  readonly url: string;
  readonly busUrl: string;
  /** Set: events take Kafka, and not `busUrl`. */
  readonly brokers?: string | undefined;
}

/** Milliseconds from an event to its committed effect. */
export const lags: number[] = [];

/** The effect that analytics has: a person's bytes and count move in the transaction of the event. */
class TransfersConsumer {
  private readonly transactions: Transactions;
  constructor(transactions: Transactions) {
    this.transactions = transactions;
  }

  async all(events: readonly CloudEvent<TransferServed>[]): Promise<void> {
    const sums = new Map<string, { events: number; bytes: number }>();
    for (const { data } of events) {
      const sum = sums.get(data.userId ?? '') ?? { events: 0, bytes: 0 };
      sums.set(data.userId ?? '', { events: sum.events + 1, bytes: sum.bytes + data.bytes });
    }
    await this.#add([...sums].sort(([a], [b]) => a.localeCompare(b)));
    this.transactions.afterCommit(() => noteLags(events));
  }

  async one(data: TransferServed, event: CloudEvent<TransferServed>): Promise<void> {
    await this.#add([[data.userId ?? '', { events: 1, bytes: data.bytes }]]);
    this.transactions.afterCommit(() => noteLags([event]));
  }

  async #add(sums: readonly (readonly [string, { events: number; bytes: number }])[]): Promise<void> {
    await this.transactions.run((tx) =>
      tx.query(
        `INSERT INTO totals (user_id, events, bytes)
         SELECT * FROM unnest($1::text[], $2::bigint[], $3::bigint[])
         ON CONFLICT (user_id) DO UPDATE
            SET events = totals.events + excluded.events, bytes = totals.bytes + excluded.bytes`,
        [sums.map(([user]) => user), sums.map(([, sum]) => sum.events), sums.map(([, sum]) => sum.bytes)],
      ),
    );
  }
}

function noteLags(events: readonly CloudEvent[]): void {
  const now = Date.now();
  for (const { time } of events) lags.push(now - Date.parse(time));
}

export interface BenchService {
  readonly source: DataSource;
  readonly transactions: Transactions;
  readonly outbox: Outbox;
  readonly bus: EventBus;
  ready(): Promise<void>;
  close(): Promise<void>;
}

/** Nest, its database and messaging as every service has them. Without `handler` it only publishes. */
export async function startService(
  name: string,
  urls: ServiceUrls,
  handler?: HandlerKind,
): Promise<BenchService> {
  const source = await openDatabase({ url: urls.url, entities: [], migrations: messagingMigrations });
  await source.query(
    'CREATE TABLE IF NOT EXISTS totals (user_id text PRIMARY KEY, events bigint NOT NULL, bytes bigint NOT NULL)',
  );
  const app = await NestFactory.createMicroservice<AsyncMicroserviceOptions>(
    rootModule(name, urls, source, handler),
    {
      logger: ['error', 'fatal'],
      inject: [EventConsumerStrategy],
      useFactory: (strategy: EventConsumerStrategy) => ({ strategy }),
    },
  );
  await app.listen();
  return {
    source,
    transactions: app.get(Transactions),
    outbox: app.get(Outbox),
    bus: app.get(EventBus),
    ready: () => app.get(EventConsumerStrategy).ready(),
    close: async () => {
      await app.close();
      await source.destroy();
    },
  };
}

function rootModule(name: string, urls: ServiceUrls, source: DataSource, handler?: HandlerKind): Type {
  class Database {}
  class Root {}
  Module({
    imports: [
      {
        module: Database,
        global: true,
        providers: [{ provide: DataSource, useValue: source }],
        exports: [DataSource],
      },
      MessagingModule.forRoot({
        service: name,
        kafkaBrokers: urls.brokers?.split(','),
        busDatabaseUrl: urls.busUrl,
      }),
    ],
    controllers: handler === undefined ? [] : [consumerOf(handler)],
  })(Root);
  return Root;
}

/** Decorated by hand: Node runs this file as it is, and decorators are no JavaScript yet. */
function consumerOf(handler: HandlerKind): Type {
  const { prototype } = TransfersConsumer;
  if (handler === 'batch') OnEvents(transferServed)(prototype, 'all', descriptorOf('all'));
  else OnEvent(transferServed)(prototype, 'one', descriptorOf('one'));
  Inject(Transactions)(TransfersConsumer, undefined, 0);
  Controller()(TransfersConsumer);
  return TransfersConsumer;
}

function descriptorOf<K extends 'all' | 'one'>(method: K): TypedPropertyDescriptor<TransfersConsumer[K]> {
  return {
    value: TransfersConsumer.prototype[method],
    writable: true,
    configurable: true,
  };
}

import 'reflect-metadata';
import { type INestMicroservice, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { AsyncMicroserviceOptions } from '@nestjs/microservices';
import { DataSource } from 'typeorm';
import {
  EventBus,
  EventConsumerStrategy,
  type KafkaAccess,
  MessagingModule,
  messagingMigrations,
  Outbox,
  OutboxRelay,
  PostgresEventBus,
  type RetryPolicy,
  Transactions,
} from '@waybill/messaging';

const QUICK_RETRIES: RetryPolicy = { attempts: 6, firstPauseMs: 5, longestPauseMs: 20 };

/** What a handler of these tests does in its transaction: a row that must be there once for each event. */
const EFFECTS = `
  CREATE TABLE IF NOT EXISTS effects (
    place bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, handler text NOT NULL, subject text NOT NULL, what text NOT NULL
  )`;

export async function openDataSource(url: string): Promise<DataSource> {
  const source = new DataSource({ type: 'postgres', url, migrations: messagingMigrations });
  await source.initialize();
  const runner = source.createQueryRunner();
  await runner.query('SELECT pg_advisory_lock(1)');
  await source.runMigrations({ transaction: 'each' });
  await source.query(EFFECTS);
  await runner.query('SELECT pg_advisory_unlock(1)');
  await runner.release();
  return source;
}

export interface ServiceForTest {
  readonly source: DataSource;
  readonly bus: EventBus;
  readonly outbox: Outbox;
  readonly relay: OutboxRelay;
  readonly transactions: Transactions;
  readonly crashes: unknown[];
  /** As readiness asks. */
  readonly hasJoined: boolean;
  /** Resolves when its consumer has partitions. */
  ready(): Promise<void>;
  effects(handler?: string): Promise<{ handler: string; subject: string; what: string }[]>;
  close(): Promise<void>;
}

export interface ServiceOptions {
  readonly url: string;
  /** The embedded carrier's database, or else brokers. */
  readonly busUrl?: string;
  readonly kafkaBrokers?: readonly string[];
  readonly kafka?: KafkaAccess;
  readonly service: string;
  readonly handlers: Type[];
  readonly retries?: RetryPolicy;
  /** False where the bus may be away: it then starts without its partitions. */
  readonly waits?: boolean;
}

/** A service as `runService` boots it: Nest, handlers, messaging, one database of its own and the shared bus. */
export async function startService(options: ServiceOptions): Promise<ServiceForTest> {
  const source = await openDataSource(options.url);
  const crashes: unknown[] = [];
  const messaging = MessagingModule.forRoot({
    service: options.service,
    busDatabaseUrl: options.busUrl,
    kafkaBrokers: options.kafkaBrokers,
    kafka: options.kafka,
    retries: options.retries ?? QUICK_RETRIES,
    onCrash: (error) => crashes.push(error),
  });
  // A class of its own for each: two services in one process share no module.
  class Root {}
  Module({
    imports: [
      { module: class Database {}, global: true, providers: [provided(source)], exports: [DataSource] },
      messaging,
    ],
    controllers: options.handlers,
  })(Root);
  const app: INestMicroservice = await NestFactory.createMicroservice<AsyncMicroserviceOptions>(Root, {
    logger: false,
    inject: [EventConsumerStrategy],
    useFactory: (strategy: EventConsumerStrategy) => ({ strategy }),
  });
  await app.listen();
  const strategy = app.get(EventConsumerStrategy);
  if (options.waits !== false) await strategy.ready();
  return {
    get hasJoined() {
      return strategy.hasJoined;
    },
    ready: () => strategy.ready(),
    source,
    crashes,
    bus: app.get(EventBus),
    outbox: app.get(Outbox),
    relay: app.get(OutboxRelay),
    transactions: app.get(Transactions),
    effects: (handler) =>
      source.query(
        `SELECT handler, subject, what FROM effects WHERE handler = coalesce($1, handler) ORDER BY place`,
        [handler ?? null],
      ),
    close: async () => {
      if (!source.isInitialized) return;
      await app.close();
      await source.destroy();
    },
  };
}

function provided(source: DataSource) {
  return { provide: DataSource, useValue: source };
}

export function openBus(url: string, service: string): PostgresEventBus {
  return new PostgresEventBus({ url, service, sessionTimeoutMs: 2_000, pollMs: 200 });
}

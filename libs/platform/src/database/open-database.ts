import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import pg from 'pg';
import {
  DataSource,
  type DataSourceOptions,
  type EntitySchema,
  MigrationExecutor,
  type MixedList,
  type MigrationInterface,
} from 'typeorm';
import { PreparingClient } from './preparing-client.js';

type Class = abstract new (...args: never[]) => object;

export interface DatabaseOptions {
  readonly url: string;
  readonly entities: readonly (Class | EntitySchema)[];
  /** In their order; `messagingMigrations` and `idempotencyMigrations` among them where they are used. */
  readonly migrations: readonly (new () => MigrationInterface)[];
  /** Connections of this process; 10 by default. */
  readonly poolSize?: number;
  /** False where a plan depends on what is asked for, as with windows of a long history; true by default. */
  readonly preparesStatements?: boolean;
  /** How long the database may take to appear at the start; 60 s by default. */
  readonly patienceMs?: number;
}

const STATEMENT_TIMEOUT_MS = 30_000;
const IDLE_TRANSACTION_TIMEOUT_MS = 60_000;
const CONNECT_TIMEOUT_MS = 5_000;
const INT8 = 20;
/** "waybill" as a number: the lock under which one replica migrates while the others wait. */
const MIGRATION_LOCK = 0x77_61_79;

/** A connected data source whose migrations have run. Waits for a database that is still starting. */
export async function openDatabase(options: DatabaseOptions): Promise<DataSource> {
  const source = new DataSource(dataSourceOptions(options));
  await initialize(source, Date.now() + (options.patienceMs ?? 60_000));
  try {
    await migrate(source);
  } catch (error) {
    await source.destroy();
    throw error;
  }
  return source;
}

export function dataSourceOptions({
  url,
  entities,
  migrations,
  poolSize = 10,
  preparesStatements = true,
}: DatabaseOptions): DataSourceOptions {
  return {
    type: 'postgres',
    url,
    entities: entities as MixedList<never>,
    migrations: migrations as MixedList<never>,
    migrationsTableName: 'migrations',
    synchronize: false,
    poolSize,
    connectTimeoutMS: CONNECT_TIMEOUT_MS,
    applicationName: 'waybill',
    logging: false,
    extra: {
      statement_timeout: STATEMENT_TIMEOUT_MS,
      idle_in_transaction_session_timeout: IDLE_TRANSACTION_TIMEOUT_MS,
      keepAlive: true,
      types: { getTypeParser: typeParser },
      ...(preparesStatements && { Client: PreparingClient, pipeline: true }),
    },
  };
}

/** bigint columns are numbers in TypeScript: sizes stay far below 2^53, and one that does not is an error, not a rounding. */
function typeParser(oid: number, format?: 'text' | 'binary'): unknown {
  if (oid === INT8 && format !== 'binary') return readBigint;
  return (pg.types.getTypeParser as (oid: number, format?: string) => unknown)(oid, format);
}

function readBigint(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value))
    throw new RangeError('A bigint of the database does not fit into a number');
  return value;
}

async function initialize(source: DataSource, deadline: number): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await source.initialize();
      return;
    } catch (error) {
      if (Date.now() >= deadline || !isStarting(error)) throw error;
      new Logger('Database').warn({ attempt }, 'The database does not answer yet');
      await delay(Math.min(250 * attempt, 2_000));
    }
  }
}

/** Not there yet, or `57P03 cannot_connect_now`; a wrong password or name will not get better by waiting. */
function isStarting(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string };
  const transient = ['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', '57P03', '53300'];
  return transient.includes(code ?? '') || /timeout|terminated/i.test(message ?? '');
}

/** The lock, the migrations and the long timeout share one connection, so that a crash frees them together. */
async function migrate(source: DataSource): Promise<void> {
  const runner = source.createQueryRunner();
  try {
    await runner.query('SET statement_timeout = 0');
    await runner.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const executor = new MigrationExecutor(source, runner);
    executor.transaction = 'each';
    await executor.executePendingMigrations();
  } finally {
    await runner.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => undefined);
    await runner.query(`SET statement_timeout = ${STATEMENT_TIMEOUT_MS}`).catch(() => undefined);
    await runner.release();
  }
}

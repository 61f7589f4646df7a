import pg from 'pg';
import { persevere } from '../bus/persevere.js';
import { ensureBusSchema } from './bus-schema.js';

const POOL_SIZE = 6;

/** Prepared under its name once per connection. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** The carrier's connections. The schema is made before the first use. */
export class BusDatabase {
  readonly #pool: pg.Pool;
  #schema: Promise<void> | undefined;

  constructor(
    readonly url: string,
    readonly applicationName: string,
  ) {
    this.#pool = new pg.Pool({
      connectionString: url,
      max: POOL_SIZE,
      application_name: applicationName,
      // They are few, and all look up by key: planning one afresh for its parameters costs more than running it.
      options: '-c plan_cache_mode=force_generic_plan',
      connectionTimeoutMillis: 5_000,
    });
    // An idle connection that breaks is replaced by the pool; whoever asks next sees what is wrong.
    this.#pool.on('error', () => undefined);
    // One that breaks between two statements of a transaction: the next statement tells.
    this.#pool.on('connect', (client) => client.on('error', () => undefined));
  }

  /** One statement by itself: throws at once where the database is away. */
  async query<R extends pg.QueryResultRow>(statement: Statement, values: unknown[]): Promise<R[]> {
    await this.#ready();
    return (await this.#pool.query<R>({ ...statement, values })).rows;
  }

  /** `work` in one transaction. */
  async transaction<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    await this.#ready();
    const client = await this.#pool.connect();
    try {
      await client.query('BEGIN');
      const result = await work(client);
      await client.query('COMMIT');
      client.release();
      return result;
    } catch (error) {
      await client.query('ROLLBACK').then(
        () => client.release(),
        (broken: unknown) => client.release(broken instanceof Error ? broken : true),
      );
      throw error;
    }
  }

  /** As `query`, going through an outage of the database until `signal` says that nobody waits any more. */
  patiently<R extends pg.QueryResultRow>(
    statement: Statement,
    values: unknown[],
    signal?: AbortSignal,
  ): Promise<R[]> {
    return persevere(() => this.query<R>(statement, values), { signal });
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }

  #ready(): Promise<void> {
    this.#schema ??= this.#makeSchema().catch((error: unknown) => {
      this.#schema = undefined;
      throw error;
    });
    return this.#schema;
  }

  async #makeSchema(): Promise<void> {
    const client = await this.#pool.connect();
    try {
      await ensureBusSchema(client);
    } finally {
      client.release();
    }
  }
}

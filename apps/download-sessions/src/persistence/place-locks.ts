import pg from 'pg';

const ANSWER_WITHIN_MS = 5_000;
/** A machine that vanished without a word must not keep its locks for the two hours that TCP would take to notice. */
const NOTICE_DEATH = '-c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3';
const KEY = `hashtextextended('stream ' || $1 || ' ' || $2, 0)`;

/** Advisory locks of one connection, which is made when the first is asked for, and again after it broke. */
export class PlaceLocks {
  /** Over all connections: what a broken one held is locked again by the next. */
  readonly #wanted = new Map<string, readonly [userId: string, place: string]>();
  #connection: Promise<pg.Client> | null = null;
  /** A client takes one query after the other. */
  #before: Promise<unknown> = Promise.resolve();

  constructor(private readonly url: string) {}

  /** @returns false where another process holds it */
  take(userId: string, place: number): Promise<boolean> {
    const values = [userId, String(place)] as const;
    return this.#inTurn(async () => {
      const isTaken = await lock(await this.#connected(), values);
      if (isTaken) this.#wanted.set(values.join(' '), values);
      return isTaken;
    });
  }

  free(userId: string, place: number): Promise<void> {
    const values = [userId, String(place)];
    return this.#inTurn(async () => {
      if (!this.#wanted.delete(values.join(' '))) return;
      await (await this.#connection)?.query(`SELECT pg_advisory_unlock(${KEY})`, values);
    });
  }

  async close(): Promise<void> {
    const client = await this.#connection?.catch(() => null);
    await client?.end();
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#before.then(work);
    this.#before = result.catch(() => undefined);
    return result;
  }

  #connected(): Promise<pg.Client> {
    if (this.#connection !== null) return this.#connection;
    const client = new pg.Client({
      connectionString: this.url,
      application_name: 'download-sessions (streams)',
      options: NOTICE_DEATH,
      keepAlive: true,
      connectionTimeoutMillis: ANSWER_WITHIN_MS,
      query_timeout: ANSWER_WITHIN_MS,
    });
    const connection = this.#open(client);
    const forget = () => {
      if (this.#connection === connection) this.#connection = null;
    };
    client.on('end', forget).on('error', forget);
    connection.catch(forget);
    this.#connection = connection;
    return connection;
  }

  async #open(client: pg.Client): Promise<pg.Client> {
    await client.connect();
    for (const values of this.#wanted.values()) await lock(client, values);
    return client;
  }
}

async function lock(client: pg.Client, values: readonly [string, string]): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>(`SELECT pg_try_advisory_lock(${KEY}) AS taken`, [
    ...values,
  ]);
  return rows[0]?.taken === true;
}

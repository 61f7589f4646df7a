import pg from 'pg';
import { pauseFor } from '../bus/persevere.js';
import type { BusDatabase } from './bus-database.js';
import { CHANNEL } from './publish.js';

/** The listening connection as PostgreSQL knows it: while it lives, its members live. */
export interface Session {
  readonly pid: number;
  /** Microseconds since 1970 as text: a process id alone may be given again. */
  readonly startedAt: string;
}

export interface News {
  /** A message came into this partition (`topic_id/partition`). */
  message(partition: string): void;
  /** Somebody joined or left the group, or let a partition go. */
  group(name: string): void;
  /** Notifications may have been missed. */
  gap(): void;
}

const IDENTIFY = `
  SELECT pid, (extract(epoch FROM backend_start) * 1000000)::bigint::text AS "startedAt"
    FROM pg_stat_activity WHERE pid = pg_backend_pid()`;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;

/** Keeps one connection on LISTEN, and makes a new one when it breaks. Polling covers the time in between. */
export class BusListener {
  readonly #news = new Set<News>();
  readonly #closing = new AbortController();
  #client: pg.Client | undefined;
  #session: Session | undefined;
  #running: Promise<void> | undefined;

  constructor(private readonly database: BusDatabase) {}

  get session(): Session | undefined {
    return this.#session;
  }

  /** Tells `news` from now on; gives what ends that. */
  listen(news: News): () => void {
    this.#news.add(news);
    this.#running ??= this.#keepListening();
    return () => this.#news.delete(news);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#client?.end().catch(() => undefined);
    await this.#running;
  }

  async #keepListening(): Promise<void> {
    const { signal } = this.#closing;
    for (let pause = FIRST_PAUSE_MS; !signal.aborted;) {
      const connected = await this.#listenOnce().catch(() => false);
      pause = connected ? FIRST_PAUSE_MS : Math.min(pause * 2, LONGEST_PAUSE_MS);
      await pauseFor(pause, signal);
    }
  }

  /** Resolves when the connection is over: true where it had been made. */
  async #listenOnce(): Promise<boolean> {
    const client = new pg.Client({
      connectionString: this.database.url,
      application_name: `${this.database.applicationName} (listening)`,
      keepAlive: true,
    });
    this.#client = client;
    const over = new Promise<void>((resolve) => {
      client.on('end', resolve);
      client.on('error', () => {
        resolve();
      });
    });
    client.on('notification', ({ payload }) => this.#tell(payload ?? ''));
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
      this.#session = (await client.query<Session>(IDENTIFY)).rows[0];
      this.#news.forEach((news) => news.gap());
      await over;
      return true;
    } finally {
      this.#session = undefined;
      await client.end().catch(() => undefined);
    }
  }

  #tell(payload: string): void {
    const about = payload.slice(2);
    for (const news of this.#news) {
      if (payload.startsWith('m ')) news.message(about);
      else if (payload.startsWith('g ')) news.group(about);
    }
  }
}

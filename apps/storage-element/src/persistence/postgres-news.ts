import { Logger } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

export interface NewsHandlers {
  /** By channel: what one notice says. */
  readonly onNotice: Readonly<Record<string, (payload: string) => Promise<void>>>;
  /** Notices may have been missed, at the start and after each break: look at everything. */
  readonly onGap: () => Promise<void>;
}

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;
/** A connection that died silently is found out by asking. */
const PING_MS = 5_000;

interface Listening {
  /** Resolves when the connection is gone. */
  readonly broken: Promise<void>;
}

/** A connection of its own that listens to the other replicas, and comes back when it breaks. */
export class PostgresNews {
  readonly #logger = new Logger('News');
  #client: pg.Client | undefined;
  #stopped = false;
  #loop: Promise<void> = Promise.resolve();

  constructor(
    private readonly url: string,
    private readonly handlers: NewsHandlers,
  ) {}

  /** Resolves when the first connection listens and the first look was taken. */
  async start(): Promise<void> {
    this.#loop = this.#keepListening(await this.#connect());
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#client?.end().catch(() => undefined);
    await this.#loop;
  }

  async #keepListening(first: Listening): Promise<void> {
    let listening = first;
    for (let pause = FIRST_PAUSE_MS; ;) {
      await listening.broken;
      if (this.#stopped) return;
      await delay(pause);
      try {
        listening = await this.#connect();
        pause = FIRST_PAUSE_MS;
      } catch (error) {
        this.#logger.warn({ err: error }, 'The other replicas cannot be heard');
        pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
      }
    }
  }

  async #connect(): Promise<Listening> {
    const client = new pg.Client({ connectionString: this.url, keepAlive: true });
    const broken = new Promise<void>((resolve) => client.once('end', resolve));
    client.on('error', () => void client.end().catch(() => undefined));
    client.on('notification', ({ channel, payload }) => void this.#hear(channel, payload ?? ''));
    await client.connect();
    this.#client = client;
    for (const channel of Object.keys(this.handlers.onNotice)) await client.query(`LISTEN ${channel}`);
    await this.handlers.onGap();
    const ping = setInterval(() => void ask(client), PING_MS).unref();
    return { broken: broken.finally(() => clearInterval(ping)) };
  }

  async #hear(channel: string, payload: string): Promise<void> {
    try {
      await this.handlers.onNotice[channel]?.(payload);
    } catch (error) {
      this.#logger.error({ err: error, channel }, 'News could not be taken in');
      // Connecting anew looks at everything.
      await this.#client?.end().catch(() => undefined);
    }
  }
}

async function ask(client: pg.Client): Promise<void> {
  const late = setTimeout(() => void client.end().catch(() => undefined), PING_MS / 2);
  await client.query('SELECT 1').catch(() => client.end().catch(() => undefined));
  clearTimeout(late);
}

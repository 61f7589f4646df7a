import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import pg from 'pg';
import { ChangeSignals } from '../application/change-signals.js';
import { CHANNEL } from './change-announcer.js';

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 2_000;

/** One listening connection for all who follow, made when the first one does. */
@Injectable()
export class PostgresChangeSignals extends ChangeSignals implements OnModuleDestroy {
  readonly #listeners = new Map<string, Set<() => void>>();
  #client: pg.Client | undefined;
  #running: Promise<void> | undefined;
  readonly #closing = new AbortController();

  constructor(private readonly url: string) {
    super();
  }

  override listen(userId: string, onChange: () => void): () => void {
    const listeners = this.#listeners.get(userId) ?? new Set();
    this.#listeners.set(userId, listeners.add(onChange));
    this.#running ??= this.#keepListening();
    return () => {
      listeners.delete(onChange);
      if (listeners.size === 0) this.#listeners.delete(userId);
    };
  }

  async onModuleDestroy(): Promise<void> {
    this.#closing.abort();
    await this.#client?.end().catch(() => undefined);
    await this.#running;
  }

  async #keepListening(): Promise<void> {
    const { signal } = this.#closing;
    for (let pause = FIRST_PAUSE_MS; !signal.aborted;) {
      const wasConnected = await this.#listenOnce().catch(() => false);
      pause = wasConnected ? FIRST_PAUSE_MS : Math.min(pause * 2, LONGEST_PAUSE_MS);
      await delay(pause, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Resolves when the connection is over. */
  async #listenOnce(): Promise<boolean> {
    const client = new pg.Client({
      connectionString: this.url,
      application_name: 'download-sessions (listening)',
      keepAlive: true,
    });
    this.#client = client;
    const over = new Promise<void>((resolve) => {
      client.on('end', resolve);
      client.on('error', () => resolve());
    });
    client.on('notification', ({ payload }) => this.#ring(payload ?? ''));
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
      for (const userId of this.#listeners.keys()) this.#ring(userId);
      await over;
      return true;
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  #ring(userId: string): void {
    this.#listeners.get(userId)?.forEach((onChange) => onChange());
  }
}

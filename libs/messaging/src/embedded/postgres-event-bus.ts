import {
  EventBus,
  type OutgoingMessage,
  type Subscription,
  type SubscriptionOptions,
} from '../bus/event-bus.js';
import { BusDatabase } from './bus-database.js';
import { BusListener } from './bus-listener.js';
import { PostgresSubscription, type Timing } from './postgres-subscription.js';
import { publish } from './publish.js';
import { forgetOldMessages } from './retention.js';
import { Topics } from './topics.js';

export interface PostgresEventBusOptions extends Partial<Timing> {
  readonly url: string;
  /** Names the connections. */
  readonly service: string;
}

const SESSION_TIMEOUT_MS = 10_000;
const POLL_MS = 1_000;
const FORGET_EVERY_MS = 3_600_000;

/** The embedded carrier: one PostgreSQL database, shared by all services of the machine. */
export class PostgresEventBus extends EventBus {
  readonly #database: BusDatabase;
  readonly #listener: BusListener;
  readonly #topics: Topics;
  readonly #timing: Timing;
  readonly #subscriptions = new Set<PostgresSubscription>();
  readonly #forgetting: NodeJS.Timeout;
  #closed: Promise<void> | undefined;

  constructor(options: PostgresEventBusOptions) {
    super();
    this.#database = new BusDatabase(options.url, `${options.service} bus`);
    this.#listener = new BusListener(this.#database);
    this.#topics = new Topics(this.#database);
    this.#timing = {
      sessionTimeoutMs: options.sessionTimeoutMs ?? SESSION_TIMEOUT_MS,
      pollMs: options.pollMs ?? POLL_MS,
    };
    // What one attempt misses (the database is away) the next one gets.
    const forget = () => void this.forgetOldMessages().catch(() => undefined);
    this.#forgetting = setInterval(forget, FORGET_EVERY_MS).unref();
  }

  override publish(messages: readonly OutgoingMessage[]): Promise<void> {
    return publish(this.#database, this.#topics, messages);
  }

  override async subscribe(options: SubscriptionOptions): Promise<Subscription> {
    const known = await this.#topics.find(options.topics);
    const topics = options.topics.flatMap((name) => known.get(name) ?? []);
    const subscription = new PostgresSubscription(
      this.#database,
      this.#listener,
      options,
      topics,
      this.#timing,
    );
    this.#subscriptions.add(subscription);
    subscription.start();
    return subscription;
  }

  override async check(): Promise<void> {
    await this.#database.query({ name: 'bus-check', text: 'SELECT 1' }, []);
  }

  /** Drops what is older than its topic's retention; runs by itself once an hour. Gives how many messages. */
  forgetOldMessages(retentionDays?: (topic: string) => number | null): Promise<number> {
    return forgetOldMessages(this.#database, retentionDays);
  }

  override close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    clearInterval(this.#forgetting);
    await Promise.all([...this.#subscriptions].map((subscription) => subscription.stop()));
    await this.#listener.close();
    await this.#database.close();
  }
}

import type { Admin, Consumer } from 'kafkajs';
import {
  EventBus,
  type OutgoingMessage,
  type Subscription,
  type SubscriptionOptions,
} from '../bus/event-bus.js';
import { KafkaPublisher } from './kafka-publisher.js';
import type { KafkaSettings } from './kafka-settings.js';
import { KafkaSubscription } from './kafka-subscription.js';
import { openKafka, type OpenKafka } from './open-kafka.js';

/** The shortest that brokers allow by default: so long nobody works on what a killed member had. */
const SESSION_TIMEOUT_MS = 6_000;
const LONGEST_BEAT_MS = 1_000;
/** How long a fetch waits for the first message: what another partition has meanwhile is asked for in the next one. */
const FETCH_WAIT_MS = 200;
const CHECK_MS = 5_000;

/** The carrier on Kafka, 3.9 and 4.x. Topics are made by `npm run topics`, never by use. */
export class KafkaEventBus extends EventBus {
  readonly #sessionTimeoutMs: number;
  readonly #publisher: KafkaPublisher;
  readonly #subscriptions = new Set<KafkaSubscription>();
  /** Groups that are not to be left behind. */
  readonly #glances = new Set<string>();
  #kafka: Promise<OpenKafka> | undefined;
  #admin: Promise<Admin> | undefined;
  #closed: Promise<void> | undefined;

  constructor(private readonly settings: KafkaSettings) {
    super();
    this.#sessionTimeoutMs = settings.sessionTimeoutMs ?? SESSION_TIMEOUT_MS;
    this.#publisher = new KafkaPublisher(() => this.#open());
  }

  override publish(messages: readonly OutgoingMessage[]): Promise<void> {
    return this.#publisher.publish(messages);
  }

  override async subscribe(options: SubscriptionOptions): Promise<Subscription> {
    const state = { isWanted: true };
    const consumer = await this.#consumer(options.group, state);
    const subscription = new KafkaSubscription(consumer, options, this.#sessionTimeoutMs, () => {
      state.isWanted = false;
    });
    if (options.glance !== undefined) this.#glances.add(options.group);
    this.#subscriptions.add(subscription);
    subscription.start();
    return subscription;
  }

  override async check(): Promise<void> {
    this.#admin ??= this.#connectAdmin();
    const admin = this.#admin;
    try {
      await within(CHECK_MS, () => admin.then((open) => open.describeCluster()));
    } catch (error) {
      if (this.#admin === admin) this.#admin = undefined;
      void admin.then((open) => open.disconnect()).catch(() => undefined);
      throw error;
    }
  }

  override close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  #open(): Promise<OpenKafka> {
    this.#kafka ??= openKafka(this.settings);
    return this.#kafka;
  }

  async #consumer(groupId: string, state: { readonly isWanted: boolean }): Promise<Consumer> {
    const { kafka } = await this.#open();
    return kafka.consumer({
      groupId,
      sessionTimeout: this.#sessionTimeoutMs,
      rebalanceTimeout: Math.max(this.#sessionTimeoutMs, 30_000),
      heartbeatInterval: Math.min(LONGEST_BEAT_MS, this.#sessionTimeoutMs / 10),
      maxWaitTimeInMs: FETCH_WAIT_MS,
      allowAutoTopicCreation: false,
      retry: { restartOnFailure: () => Promise.resolve(state.isWanted) },
    });
  }

  async #connectAdmin(): Promise<Admin> {
    const { kafka } = await this.#open();
    const admin = kafka.admin();
    await admin.connect();
    return admin;
  }

  /** Brokers forget a group by themselves, a week after its last member left. */
  async #forgetGlances(): Promise<void> {
    if (this.#glances.size === 0) return;
    this.#admin ??= this.#connectAdmin();
    await (await this.#admin).deleteGroups([...this.#glances]);
  }

  async #close(): Promise<void> {
    await Promise.all([...this.#subscriptions].map((subscription) => subscription.stop()));
    await this.#publisher.close();
    await this.#forgetGlances().catch(() => undefined);
    await this.#admin?.then((admin) => admin.disconnect()).catch(() => undefined);
  }
}

async function within<T>(milliseconds: number, work: () => Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => late.reject(new Error(`Kafka did not answer in ${milliseconds} ms`)),
    milliseconds,
  );
  try {
    return await Promise.race([work(), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

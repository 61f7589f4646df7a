import type { Subscription, SubscriptionOptions } from '../bus/event-bus.js';
import { Pace } from '../bus/pace.js';
import { persevere } from '../bus/persevere.js';
import { WakeUp } from '../bus/wake-up.js';
import type { BusDatabase } from './bus-database.js';
import type { BusListener, News } from './bus-listener.js';
import { BATCH_MESSAGES, fetch, PARTITIONS_AT_ONCE } from './fetch.js';
import { Membership, type Standing } from './membership.js';
import { OwnedPartition } from './owned-partition.js';
import type { KnownTopic } from './topics.js';

export interface Timing {
  /** A member that was not heard of for so long is dead; one whose batch is silent for so long is taken for dead. */
  readonly sessionTimeoutMs: number;
  /** How often a member looks at its group, and at partitions without news. */
  readonly pollMs: number;
}

/** Messages that come one after the other are fetched, and handled, together; one after a silence is fetched at once. */
const GATHER_MS = 50;

/** One member of a group at work: one loop looks after the membership, one fetches; each partition runs by itself. */
export class PostgresSubscription implements Subscription, News {
  readonly #owned = new Map<string, OwnedPartition>();
  readonly #groupNews = new WakeUp();
  readonly #messageNews = new WakeUp();
  readonly #stopping = new AbortController();
  readonly #pace = new Pace(GATHER_MS);
  readonly #ready = Promise.withResolvers<undefined>();
  readonly #membership: Membership;
  readonly #topicNames: ReadonlyMap<number, string>;
  readonly #deaf: () => void;
  #loops: Promise<unknown> = Promise.resolve();
  #stopped: Promise<void> | undefined;

  constructor(
    private readonly database: BusDatabase,
    private readonly listener: BusListener,
    private readonly options: SubscriptionOptions,
    topics: readonly KnownTopic[],
    private readonly timing: Timing,
  ) {
    this.#topicNames = new Map(topics.map(({ id, name }) => [id, name]));
    this.#membership = new Membership(database, {
      group: options.group,
      topics,
      leaseMs: timing.sessionTimeoutMs,
      glance: options.glance,
    });
    this.#deaf = listener.listen(this);
    this.#ready.promise.catch(() => undefined);
  }

  start(): void {
    this.#loops = Promise.all([this.#lookLoop(), this.#fetchLoop()]).catch((error: unknown) =>
      this.#crash(error),
    );
  }

  async ready(): Promise<void> {
    await this.#ready.promise;
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  message(partition: string): void {
    const owned = this.#owned.get(partition);
    if (owned === undefined) return;
    owned.mayHaveMore = true;
    this.#messageNews.wake();
  }

  group(name: string): void {
    if (name === this.options.group) this.#groupNews.wake();
  }

  gap(): void {
    this.#lookEverywhere();
    this.#groupNews.wake();
  }

  async #lookLoop(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      if (!this.#isStuck()) this.#apply(await this.#look());
      this.#ready.resolve(undefined);
      await this.#groupNews.wait(this.timing.pollMs);
    }
  }

  #look(): Promise<Standing> {
    return persevere(() => this.#membership.look(this.listener.session), { signal: this.#stopping.signal });
  }

  /** As with Kafka: who neither finishes nor says that he goes on loses his place to those who do. */
  #isStuck(): boolean {
    return [...this.#owned.values()].some(({ silence }) => silence > this.timing.sessionTimeoutMs);
  }

  #apply({ owned, release }: Standing): void {
    const claims = new Map(owned.map((claim) => [`${claim.topicId}/${claim.partition}`, claim]));
    for (const [key, partition] of this.#owned) {
      if (claims.get(key)?.epoch === partition.claim.epoch) continue;
      partition.lose();
      this.#owned.delete(key);
    }
    for (const [key, claim] of claims) {
      if (this.#owned.has(key)) continue;
      const topic = this.#topicNames.get(claim.topicId) ?? '';
      this.#owned.set(key, new OwnedPartition(topic, claim, this.#membership));
    }
    for (const { topicId, partition } of release) this.#giveBack(`${topicId}/${partition}`);
    this.#messageNews.wake();
  }

  #giveBack(key: string): void {
    const partition = this.#owned.get(key);
    if (partition === undefined || partition.releasing) return;
    // It stays in the list until a look no longer sees it here: a look that began before must not take it for new.
    void partition
      .windDown()
      .then(() => this.#membership.release(partition.claim))
      .catch((error: unknown) => this.#crash(error));
  }

  async #fetchLoop(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      if (this.#waiting().length === 0) await this.#news();
      else {
        if (!this.#waiting().some(({ isBehind }) => isBehind)) await this.#pace.keep(signal);
        await this.#fetchAll(this.#waiting());
      }
    }
  }

  #waiting(): OwnedPartition[] {
    return [...this.#owned.values()].filter(({ idle, mayHaveMore }) => idle && mayHaveMore);
  }

  async #news(): Promise<void> {
    if (await this.#messageNews.wait(this.timing.pollMs)) this.#lookEverywhere();
  }

  async #fetchAll(partitions: readonly OwnedPartition[]): Promise<void> {
    for (let start = 0; start < partitions.length; start += PARTITIONS_AT_ONCE)
      await this.#fetch(partitions.slice(start, start + PARTITIONS_AT_ONCE));
  }

  async #fetch(idle: readonly OwnedPartition[]): Promise<void> {
    // Before the statement: what arrives while it runs must set it again.
    for (const partition of idle) partition.mayHaveMore = false;
    const found = await fetch(this.database, idle, this.#stopping.signal);
    for (const [partition, messages] of found) {
      partition.isBehind = messages.length === BATCH_MESSAGES;
      if (partition.idle)
        partition.start(
          messages,
          (batch) => this.options.onBatch(batch),
          (error) => this.#over(error),
        );
    }
  }

  #over(error: unknown): void {
    if (error !== undefined) this.#crash(error);
    this.#messageNews.wake();
  }

  #lookEverywhere(): void {
    for (const partition of this.#owned.values()) partition.mayHaveMore = true;
    this.#messageNews.wake();
  }

  #crash(error: unknown): void {
    if (this.#stopping.signal.aborted) return;
    this.#ready.reject(error);
    void this.stop();
    this.options.onCrash(error);
  }

  async #stop(): Promise<void> {
    this.#stopping.abort();
    this.#deaf();
    this.#groupNews.wake();
    this.#messageNews.wake();
    await Promise.all([...this.#owned.values()].map((partition) => partition.windDown()));
    await this.#loops;
    // Where the database is away the lease runs out by itself.
    await this.#membership.leave().catch(() => undefined);
  }
}

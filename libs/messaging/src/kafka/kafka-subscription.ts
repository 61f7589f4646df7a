import { Logger } from '@nestjs/common';
import type { Consumer, EachBatchPayload } from 'kafkajs';
import type { Subscription, SubscriptionOptions } from '../bus/event-bus.js';
import { pauseFor, persevere } from '../bus/persevere.js';
import { AssignedPartition } from './assigned-partition.js';
import { isBrokerAway } from './broker-away.js';
import { OffsetCommits } from './offset-commits.js';
import { readRecord } from './read-record.js';

/** Longer than kafkajs tries to say goodbye to a broker that is there. */
const GOODBYE_MS = 10_000;
/** Before it asks again brokers that were not there, or not ready. */
const AWAY_MS = 1_000;

/**
 * One member of a group. kafkajs keeps the membership and fetches; what it fetches goes to the partitions at once, and
 * they commit what they have done. So no partition waits for another, and no heartbeat for any work.
 */
export class KafkaSubscription implements Subscription {
  readonly #logger = new Logger('Kafka');
  readonly #partitions = new Map<string, AssignedPartition>();
  /** Work that outlived its assignment. */
  readonly #leftovers = new Map<string, Promise<void>>();
  readonly #commits: OffsetCommits;
  readonly #ready = Promise.withResolvers<undefined>();
  /** Nodes with a fetch on its way. */
  readonly #fetching = new Set<number>();
  readonly #stopping = new AbortController();
  #introduced: Promise<void> = Promise.resolve();
  #watch: NodeJS.Timeout | undefined;
  #restarting: Promise<void> | undefined;
  #stopped: Promise<void> | undefined;

  constructor(
    private readonly consumer: Consumer,
    private readonly options: SubscriptionOptions,
    private readonly sessionTimeoutMs: number,
    /** Told before the end: kafkajs then does not start again. */
    private readonly ending: () => void,
  ) {
    this.#commits = new OffsetCommits(consumer);
    this.#ready.promise.catch(() => undefined);
  }

  /** Returns at once: brokers that are away are waited for, and `ready` tells when they were there. */
  start(): void {
    this.#listen();
    this.#watch = setInterval(() => this.#look(), this.sessionTimeoutMs / 5).unref();
    this.#introduced = this.#introduce();
    this.#introduced.then(() => this.#run()).catch((error: unknown) => this.#crash(error));
  }

  async ready(): Promise<void> {
    await this.#ready.promise;
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  #listen(): void {
    const { consumer } = this;
    const { GROUP_JOIN, REBALANCING, CRASH, FETCH_START, FETCH } = consumer.events;
    consumer.on(FETCH_START, ({ payload }) => void this.#fetching.add(payload.nodeId));
    consumer.on(FETCH, ({ payload }) => void this.#fetching.delete(payload.nodeId));
    consumer.on(REBALANCING, () => this.#windDown());
    consumer.on(GROUP_JOIN, () => this.#joined());
    consumer.on(CRASH, ({ payload }) => this.#crashed(payload.error, payload.restart));
  }

  /** Finds the brokers and the topics. */
  async #introduce(): Promise<void> {
    const { topics, glance } = this.options;
    const { signal } = this.#stopping;
    const connect = async () => {
      signal.throwIfAborted();
      await this.consumer.connect();
      await this.consumer.subscribe({ topics: [...topics], fromBeginning: glance !== 'end' });
    };
    await persevere(connect, {
      signal,
      forMs: Infinity,
      passes: isBrokerAway,
      meanwhile: (error) => this.#logger.warn(`Waiting for Kafka: ${String(error)}`),
    });
  }

  async #run(): Promise<void> {
    if (this.#stopped !== undefined) return;
    await this.consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: (payload) => {
        this.#take(payload);
        return Promise.resolve();
      },
    });
  }

  #take(payload: EachBatchPayload): void {
    if (this.#stopped !== undefined || this.#restarting !== undefined) return;
    const { topic, partition, messages } = payload.batch;
    this.#partitionOf(topic, partition).add(messages.map((one) => readRecord(topic, partition, one)));
    // That far it was fetched; what is done the partition commits itself.
    payload.resolveOffset(payload.batch.lastOffset());
  }

  #partitionOf(topic: string, partition: number): AssignedPartition {
    const key = `${topic}/${partition}`;
    const known = this.#partitions.get(key);
    if (known !== undefined) return known;
    const place = [{ topic, partitions: [partition] }];
    const made = new AssignedPartition(
      topic,
      partition,
      {
        onBatch: (batch) => this.options.onBatch(batch),
        commit: (next) => this.#commits.commit(topic, partition, next),
        pause: () => this.consumer.pause(place),
        resume: () => this.consumer.resume(place),
        failed: (error) => this.#crash(error),
      },
      this.#leftovers.get(key),
    );
    this.#partitions.set(key, made);
    return made;
  }

  #windDown(): void {
    for (const partition of this.#partitions.values()) void partition.windDown();
  }

  /**
   * Every assignment begins at what was committed. With several brokers kafkajs may join again in the middle of a
   * fetch; what another fetch then brings is of the old positions, so it starts afresh.
   */
  #joined(): void {
    this.#loseAll();
    if (this.#fetching.size > 0) this.#restart();
    else this.#ready.resolve(undefined);
  }

  #loseAll(): void {
    this.#commits.forget();
    for (const [key, partition] of this.#partitions) {
      const { work } = partition;
      if (work !== undefined) this.#outlive(key, work);
      partition.lose();
    }
    this.#partitions.clear();
  }

  #outlive(key: string, work: Promise<void>): void {
    this.#leftovers.set(key, work);
    void work.then(() => {
      if (this.#leftovers.get(key) === work) this.#leftovers.delete(key);
    });
  }

  /** As Java's `max.poll.interval.ms`: who neither finishes nor says that he goes on loses his place to those who do. */
  #look(): void {
    const stuck = [...this.#partitions.values()].find(({ silence }) => silence > this.sessionTimeoutMs);
    if (stuck === undefined || this.#restarting !== undefined) return;
    this.#logger.warn(
      `Nothing was heard of the work on ${stuck.topic}/${stuck.partition}: leaving the group`,
    );
    this.#restart();
  }

  /** Leaves the group; comes back when all work has ended. */
  #restart(pauseMs = 0): void {
    this.#restarting ??= this.#comeBack(pauseMs).catch((error: unknown) => this.#crash(error));
  }

  async #comeBack(pauseMs: number): Promise<void> {
    this.#loseAll();
    await this.consumer.stop();
    await Promise.all(this.#leftovers.values());
    await pauseFor(pauseMs, this.#stopping.signal);
    this.#fetching.clear();
    this.#restarting = undefined;
    await this.#run();
  }

  /** kafkajs starts again by itself in most cases where that can help (the brokers are away), but not in all; else it is over. */
  #crashed(error: Error, restarts: boolean): void {
    this.#loseAll();
    this.#fetching.clear();
    if (restarts || this.#stopped !== undefined) return;
    if (isBrokerAway(error)) this.#restart(AWAY_MS);
    else this.#crash(error);
  }

  #crash(error: unknown): void {
    if (this.#stopped !== undefined) return;
    this.#ready.reject(error);
    void this.stop();
    this.options.onCrash(error);
  }

  async #stop(): Promise<void> {
    this.ending();
    this.#stopping.abort();
    clearInterval(this.#watch);
    this.#ready.reject(new Error('The subscription was stopped'));
    await Promise.all([...this.#partitions.values()].map((partition) => partition.windDown()));
    await this.#sayGoodbye();
  }

  /** Where the brokers are away the session runs out by itself. */
  async #sayGoodbye(): Promise<void> {
    const said = new AbortController();
    const goodbye = this.#introduced
      .catch(() => undefined)
      .then(() => this.consumer.disconnect())
      .catch(() => undefined);
    await Promise.race([goodbye, pauseFor(GOODBYE_MS, said.signal)]);
    said.abort();
  }
}

import type { Consumer, TopicPartitionOffset } from 'kafkajs';

interface Round {
  readonly offsets: Map<string, TopicPartitionOffset>;
  readonly committed: PromiseWithResolvers<undefined>;
}

const newRound = (): Round => ({ offsets: new Map(), committed: Promise.withResolvers<undefined>() });

/** One request at a time for all partitions: a coordinator waits some milliseconds before it writes a commit. */
export class OffsetCommits {
  #next = newRound();
  #running = false;

  constructor(private readonly consumer: Pick<Consumer, 'commitOffsets'>) {}

  /** Resolves when the group knows that `next` is the next offset of the partition. */
  async commit(topic: string, partition: number, next: bigint): Promise<void> {
    const { offsets, committed } = this.#next;
    offsets.set(`${topic}/${partition}`, { topic, partition, offset: String(next) });
    if (!this.#running) void this.#run();
    await committed.promise;
  }

  /** A new assignment: what was not sent under the old one never is. */
  forget(): void {
    const { committed } = this.#next;
    this.#next = newRound();
    committed.promise.catch(() => undefined);
    committed.reject(new Error('The group shares anew'));
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#next.offsets.size > 0) {
      const { offsets, committed } = this.#next;
      this.#next = newRound();
      await this.consumer.commitOffsets([...offsets.values()]).then(
        () => committed.resolve(undefined),
        (error: unknown) => committed.reject(error),
      );
    }
    this.#running = false;
  }
}

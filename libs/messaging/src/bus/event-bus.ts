/** What goes onto the bus. `value` is the CloudEvent as JSON text, `id` the event's id, `key` what orders it. */
export interface OutgoingMessage {
  readonly topic: string;
  readonly key: string;
  readonly id: string;
  readonly value: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface IncomingMessage {
  readonly topic: string;
  readonly partition: number;
  /** A whole number that grows within the partition; text, because Kafka's are 64 bits wide. */
  readonly offset: string;
  readonly key: string | null;
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** One partition's next messages, in order. The next batch of the partition comes when this one is over. */
export interface Batch {
  readonly topic: string;
  readonly partition: number;
  readonly messages: readonly IncomingMessage[];
  /** Aborted when the partition is taken away or the consumer stops. What is done by then may still be told. */
  readonly signal: AbortSignal;
  /** Says that the work goes on; throws `PartitionLost` when the partition was taken away. */
  heartbeat(): Promise<void>;
  /** Everything up to and including this message is done. Throws `PartitionLost` where somebody else goes on. */
  done(message: IncomingMessage): Promise<void>;
}

export interface SubscriptionOptions {
  /** Each group gets every message; the members of one share the partitions. */
  readonly group: string;
  readonly topics: readonly string[];
  /** A group for one look from there on: nothing of it is left when the bus is closed. */
  readonly glance?: 'beginning' | 'end' | undefined;
  /** What was not `done` when it resolves comes again. An error that is no `PartitionLost` crashes the consumer. */
  onBatch(batch: Batch): Promise<void>;
  /** The consumer died and will not come back by itself. */
  onCrash(error: unknown): void;
}

export interface Subscription {
  /** Resolves when the group knows this member and the member its partitions. */
  ready(): Promise<void>;
  /** Aborts the batches' signals, lets them finish, gives the partitions back. */
  stop(): Promise<void>;
}

/** Durable, ordered by key, at least once. Publishing the same event twice delivers it twice: the inbox is the guarantee. */
export abstract class EventBus {
  /** Resolves when every message is durable. Order within a key is kept. Throws `MessageRefused` where one can never be. */
  abstract publish(messages: readonly OutgoingMessage[]): Promise<void>;
  /** New groups start at the beginning of each topic. */
  abstract subscribe(options: SubscriptionOptions): Promise<Subscription>;
  /** Readiness: throws where the carrier cannot be reached. */
  abstract check(): Promise<void>;
  /** Stops what is still subscribed, then lets go of every connection. */
  abstract close(): Promise<void>;
}

/** The partition belongs to another member by now, or nobody can be told: what was not committed will be delivered again. */
export class PartitionLost extends Error {
  constructor(topic: string, partition: number) {
    super(`Partition ${topic}/${partition} was taken away`);
    this.name = 'PartitionLost';
  }
}

/** The carrier will never take this message, however often it is sent: too large, or for a topic that cannot be. */
export class MessageRefused extends Error {
  constructor(reason: string, options?: ErrorOptions) {
    super(reason, options);
    this.name = 'MessageRefused';
  }
}

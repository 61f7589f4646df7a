import type { Producer, TopicMessages } from 'kafkajs';
import { MessageRefused, type OutgoingMessage } from '../bus/event-bus.js';
import type { OpenKafka } from './open-kafka.js';

/** A broker takes a megabyte for one partition by default (`message.max.bytes`), and all may go to one. */
const REQUEST_BYTES = 768 * 1024;
/** What a record weighs besides its text. */
const OVERHEAD_BYTES = 128;
/** CloudEvents' Kafka protocol binding, 3.3: the header that says "structured mode". */
const CONTENT_TYPE = { 'content-type': 'application/cloudevents+json; charset=utf-8' };
/** Errors of the protocol that no retry ever cures. */
const REFUSALS = new Set([
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
  'INVALID_TOPIC_EXCEPTION',
  'INVALID_RECORD',
]);

interface Order {
  readonly messages: readonly OutgoingMessage[];
  readonly settled: PromiseWithResolvers<undefined>;
}

/**
 * Sends with `acks=all`, idempotently, in requests that a broker takes, one after the other. What is asked for while
 * one is on its way leaves together in the next.
 */
export class KafkaPublisher {
  readonly #orders: Order[] = [];
  #producer: Promise<Producer> | undefined;
  #sending: Promise<void> | undefined;

  constructor(private readonly open: () => Promise<OpenKafka>) {}

  async publish(messages: readonly OutgoingMessage[]): Promise<void> {
    const settled = Promise.withResolvers<undefined>();
    this.#orders.push({ messages, settled });
    this.#sending ??= this.#sendAll();
    await settled.promise;
  }

  /** After what is on its way. */
  async close(): Promise<void> {
    await this.#sending;
    await this.#disconnect();
  }

  async #disconnect(): Promise<void> {
    const producer = this.#producer;
    this.#producer = undefined;
    await producer?.then((open) => open.disconnect()).catch(() => undefined);
  }

  async #sendAll(): Promise<void> {
    while (this.#orders.length > 0) await this.#fill(this.#orders.splice(0));
    this.#sending = undefined;
  }

  /** Each is told of its own messages only: where they fail together, each has another try alone. */
  async #fill(orders: readonly Order[]): Promise<void> {
    try {
      await this.#sendInRequests(orders.flatMap(({ messages }) => messages));
      for (const { settled } of orders) settled.resolve(undefined);
    } catch (error) {
      const [only] = orders;
      if (orders.length === 1) only?.settled.reject(error);
      else for (const order of orders) await this.#fill([order]);
    }
  }

  async #sendInRequests(messages: readonly OutgoingMessage[]): Promise<void> {
    for (const part of inRequests(messages)) await this.#send(part);
  }

  async #send(messages: readonly OutgoingMessage[]): Promise<void> {
    this.#producer ??= this.#connect();
    const producer = this.#producer;
    try {
      await (await producer).sendBatch({ acks: -1, topicMessages: byTopic(messages) });
    } catch (error) {
      // A producer whose sequence numbers may differ from the broker's would be refused for ever: the next is a new one.
      await this.#disconnect();
      throw isRefusal(error) ? new MessageRefused(String(error), { cause: error }) : error;
    }
  }

  async #connect(): Promise<Producer> {
    const { kafka, module } = await this.open();
    const producer = kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      // murmur2 over the key, as Java's clients have it: other programs find a key in the same partition.
      createPartitioner: module.Partitioners.DefaultPartitioner,
    });
    await producer.connect();
    return producer;
  }
}

/** In order; more than one message only where they fit together. */
function* inRequests(messages: readonly OutgoingMessage[]): Generator<readonly OutgoingMessage[]> {
  let start = 0;
  let bytes = 0;
  for (const [index, message] of messages.entries()) {
    const weight = weightOf(message);
    if (index > start && bytes + weight > REQUEST_BYTES) {
      yield messages.slice(start, index);
      start = index;
      bytes = 0;
    }
    bytes += weight;
  }
  if (start < messages.length) yield messages.slice(start);
}

function weightOf({ key, value }: OutgoingMessage): number {
  return Buffer.byteLength(key) + Buffer.byteLength(value) + OVERHEAD_BYTES;
}

function byTopic(messages: readonly OutgoingMessage[]): TopicMessages[] {
  return [...Map.groupBy(messages, ({ topic }) => topic)].map(([topic, ofTopic]) => ({
    topic,
    messages: ofTopic.map(({ key, value, headers }) => ({
      key,
      value,
      headers: { ...CONTENT_TYPE, ...headers },
    })),
  }));
}

function isRefusal(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'type' in error && REFUSALS.has(String(error.type));
}

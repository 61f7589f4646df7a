import { uuidv7 } from '@waybill/kernel';
import type { Batch, EventBus, IncomingMessage, OutgoingMessage, Subscription } from '@waybill/messaging';

export const TIMEOUT_MS = 60_000;
export const PATIENCE = { timeoutMs: 30_000 };

/** One member of a group that notes what it got; `work` may be slow, fail or wait. */
export class Recorder {
  readonly messages: IncomingMessage[] = [];
  readonly crashes: unknown[] = [];
  subscription: Subscription | undefined;

  constructor(private readonly work: (batch: Batch, recorder: Recorder) => Promise<void> = takeAll) {}

  async join(
    bus: EventBus,
    group: string,
    topics: readonly string[],
    glance?: 'beginning' | 'end',
  ): Promise<this> {
    this.subscription = await bus.subscribe({
      group,
      topics,
      glance,
      onBatch: (batch) => this.work(batch, this),
      onCrash: (error) => this.crashes.push(error),
    });
    await this.subscription.ready();
    return this;
  }

  get values(): string[] {
    return this.messages.map(({ value }) => value);
  }

  get partitions(): Set<number> {
    return new Set(this.messages.map(({ partition }) => partition));
  }

  valuesOf(key: string): string[] {
    return this.messages.filter((message) => message.key === key).map(({ value }) => value);
  }
}

export async function takeAll(batch: Batch, recorder: Recorder): Promise<void> {
  for (const message of batch.messages) {
    recorder.messages.push(message);
    await batch.done(message);
  }
}

export function message(topic: string, key: string, value: string): OutgoingMessage {
  return { topic, key, id: uuidv7(), value };
}

export function numbered(topic: string, count: number, keys: number): OutgoingMessage[] {
  return Array.from({ length: count }, (_, index) => message(topic, `key-${index % keys}`, String(index)));
}

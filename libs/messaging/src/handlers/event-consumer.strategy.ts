import { type CustomTransportStrategy, type MessageHandler, Server } from '@nestjs/microservices';
import { isObservable, lastValueFrom } from 'rxjs';
import { EventBus, type Subscription } from '../bus/event-bus.js';
import type { BatchProcessor } from './batch-processor.js';
import { EVENT_TRANSPORT } from './event-transport.js';
import { HandlerTable } from './handler-table.js';
import type { HandlerExtras } from './on-event.decorator.js';

export interface ConsumerOptions {
  readonly group: string;
  readonly onCrash: (error: unknown) => void;
  readonly processor: (table: HandlerTable) => BatchProcessor;
}

/** Brings the bus to Nest's handlers. Inbox, retries and dead letters live behind it, never in a handler. */
export class EventConsumerStrategy extends Server implements CustomTransportStrategy {
  override readonly transportId = EVENT_TRANSPORT;
  readonly #table = new HandlerTable();
  #subscription: Subscription | undefined;
  #joined = false;

  constructor(
    private readonly bus: EventBus,
    private readonly options: ConsumerOptions,
  ) {
    super();
  }

  /** True where the application has a method with `@OnEvent` or `@OnEvents`; known once Nest registered them. */
  get hasHandlers(): boolean {
    return this.#table.topics.length > 0;
  }

  /** True once it has had its partitions, however the group shares them since; and where it has no handlers. */
  get hasJoined(): boolean {
    return this.#joined || !this.hasHandlers;
  }

  /** Several methods may listen to one type: they run one after the other, in the same transaction. */
  override addHandler(
    pattern: unknown,
    callback: MessageHandler,
    _isEventHandler?: boolean,
    extras?: Record<string, unknown>,
  ): void {
    const { contracts, batch } = extras as unknown as HandlerExtras;
    for (const contract of contracts.filter(({ type }) => type === pattern))
      this.#table.add({
        contract,
        batch,
        method: contracts,
        invoke: (payload, event) => invoke(callback, payload, event),
      });
  }

  override async listen(callback: (error?: unknown) => void): Promise<void> {
    try {
      if (this.hasHandlers) this.#subscription = await this.#subscribe();
      // One that ends before it has joined is told of by `onCrash`.
      this.ready().then(
        () => (this.#joined = true),
        () => undefined,
      );
      callback();
    } catch (error) {
      callback(error);
    }
  }

  /** Resolves when this consumer has its partitions; at once where it has no handlers. */
  async ready(): Promise<void> {
    await this.#subscription?.ready();
  }

  /** Finishes the running batches. */
  override async close(): Promise<void> {
    await this.#subscription?.stop();
    this.#subscription = undefined;
  }

  override on(): void {
    throw new Error('The event consumer has no events of its own');
  }

  override unwrap(): never {
    throw new Error('Inject EventBus instead');
  }

  #subscribe(): Promise<Subscription> {
    const processor = this.options.processor(this.#table);
    return this.bus.subscribe({
      group: this.options.group,
      topics: this.#table.topics,
      onBatch: (batch) => processor.process(batch),
      onCrash: this.options.onCrash,
    });
  }
}

async function invoke(callback: MessageHandler, payload: unknown, event: unknown): Promise<void> {
  const result: unknown = await callback(payload, event);
  if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
}

import { EventBus, type OutgoingMessage, type Subscription } from '@waybill/messaging';

/** Takes note of what arrives, and can be away. */
export class BusForTest extends EventBus {
  readonly published: OutgoingMessage[] = [];
  away = false;
  /** What it makes of a message that it does not take. */
  refusal: ((message: OutgoingMessage) => Error | undefined) | undefined;
  attempts = 0;
  override publish(messages: readonly OutgoingMessage[]): Promise<void> {
    this.attempts += 1;
    if (this.away) return Promise.reject(new Error('the bus is away'));
    for (const message of messages) {
      const error = this.refusal?.(message);
      if (error !== undefined) return Promise.reject(error);
    }
    this.published.push(...messages);
    return Promise.resolve();
  }
  override subscribe(): Promise<Subscription> {
    return Promise.reject(new Error('nobody listens here'));
  }
  override check(): Promise<void> {
    return this.away ? Promise.reject(new Error('the bus is away')) : Promise.resolve();
  }
  override close(): Promise<void> {
    return Promise.resolve();
  }
  get summaries(): string[] {
    return this.published.map(
      ({ value }) => (JSON.parse(value) as { data: { summary: string } }).data.summary,
    );
  }
}

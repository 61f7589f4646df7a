import { describe, expect, it } from '@jest/globals';
import {
  type AlertRaised,
  alertRaised,
  type CloudEvent,
  type OrderChanged,
  type TransferServed,
  transferServed,
} from '@waybill/contracts';
import { OnEvent, OnEvents } from './on-event.decorator.js';

const take = (..._taken: unknown[]): Promise<void> => Promise.resolve();

/** What must not compile: each line below is an error that the type check would miss if it became legal. */
class Typed {
  @OnEvent(alertRaised)
  right(data: AlertRaised, event: CloudEvent<AlertRaised>): Promise<void> {
    return take(data, event);
  }

  @OnEvent(alertRaised)
  lessIsFine(): Promise<void> {
    return Promise.resolve();
  }

  @OnEvents(transferServed)
  batch(events: readonly CloudEvent<TransferServed>[]): Promise<void> {
    return take(events);
  }

  // @ts-expect-error another event's data
  @OnEvent(alertRaised)
  wrongData(data: OrderChanged): Promise<void> {
    return take(data);
  }

  // @ts-expect-error one event where a batch comes
  @OnEvents(transferServed)
  notABatch(data: TransferServed): Promise<void> {
    return take(data);
  }

  // @ts-expect-error nobody would wait for it
  @OnEvent(alertRaised)
  notAwaited(data: AlertRaised): void {
    expect(data).toBeDefined();
  }
}

describe('the decorators', () => {
  it('leave Nest the pattern and what the strategy needs', () => {
    const method: unknown = Object.getOwnPropertyDescriptor(Typed.prototype, 'batch')?.value;
    const metadata = Reflect.getMetadataKeys(method as object).map(
      (key: unknown) => Reflect.getMetadata(key, method as object) as unknown,
    );
    expect(metadata).toContainEqual(['waybill.transfer.served']);
    expect(metadata).toContainEqual({ contracts: [transferServed], batch: true });
  });
});

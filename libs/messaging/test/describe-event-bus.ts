import { describe } from '@jest/globals';
import { BusUnderTest, type CarrierForTest } from './event-bus/bus-under-test.js';
import { describeDelivery } from './event-bus/describe-delivery.js';
import { describeMembers } from './event-bus/describe-members.js';

/** What every carrier of the event bus promises. Nothing here knows which one it is. */
export function describeEventBus(name: string, makeCarrier: () => Promise<CarrierForTest>): void {
  describe(name, () => {
    const bus = new BusUnderTest(makeCarrier);
    describeDelivery(bus);
    describeMembers(bus);
  });
}

import type { EventConsumerStrategy } from '@waybill/messaging';

/** The events side of a service, null where it listens to none. */
export class Consumers {
  constructor(readonly strategy: EventConsumerStrategy | null) {}
}

import { deadLetterParked } from '@waybill/contracts';
import type { Delivery } from '../handlers/delivery.js';
import type { HandlingNote, Place } from '../inbox/handling-note.js';
import type { Inbox } from '../inbox/inbox.js';
import { Outbox } from '../outbox/outbox.js';
import { Transactions } from '../transactions/transactions.js';

export interface GivenUp {
  readonly attempts: number;
  readonly reason: string;
  readonly stack: string | null;
}

/** Gives up on a message: the dead letter leaves by the outbox, in the transaction that records the giving up. */
export class Parking {
  constructor(
    private readonly group: string,
    private readonly transactions: Transactions,
    private readonly outbox: Outbox,
    private readonly inbox: Inbox,
    private readonly note: HandlingNote,
  ) {}

  park(place: Place, delivery: Delivery, why: GivenUp): Promise<void> {
    return this.transactions.run(async (tx) => {
      await this.note.close(tx, [place]);
      if (!(await this.inbox.park(tx, delivery, delivery.replayed))) return;
      const { topic, partition, offset, key, value } = delivery.message;
      await this.outbox.append(tx, deadLetterParked, {
        group: this.group,
        topic,
        partition,
        offset,
        key,
        eventId: delivery.source === `${topic}/${partition}` ? null : delivery.id,
        ...why,
        value,
        parkedAt: new Date().toISOString(),
      });
    });
  }
}

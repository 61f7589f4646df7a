import type { Inbox } from '../inbox/inbox.js';
import type { HandlingNote, Place } from '../inbox/handling-note.js';
import { Transactions } from '../transactions/transactions.js';
import type { Delivery } from './delivery.js';

/** Carries out deliveries: inbox rows, handlers, and the end of the note, in one transaction. */
export class Effects {
  constructor(
    private readonly transactions: Transactions,
    private readonly inbox: Inbox,
    private readonly note: HandlingNote,
  ) {}

  /** Gives those that were handled; the others had been before. Throws the handler's own error. */
  carryOut(place: Place, deliveries: readonly Delivery[]): Promise<readonly Delivery[]> {
    return this.transactions.run(async (tx) => {
      const unreadable = deliveries.find(({ event }) => event === null);
      if (unreadable !== undefined) throw unreadable.malformed;
      const usual = await this.inbox.claim(
        tx,
        deliveries.filter(({ replayed }) => !replayed),
      );
      const again = await this.inbox.reclaim(
        tx,
        deliveries.filter(({ replayed }) => replayed),
      );
      const fresh = new Set([...usual, ...again]);
      const inOrder = deliveries.filter((delivery) => fresh.has(delivery));
      for (const run of runsOf(inOrder)) await handle(run);
      await this.note.close(tx, place);
      return inOrder;
    });
  }
}

/** Neighbours for the same methods: a handler of batches gets as many as it can without overtaking another's events. */
export function runsOf(deliveries: readonly Delivery[]): Delivery[][] {
  const runs: Delivery[][] = [];
  for (const delivery of deliveries) {
    const last = runs.at(-1);
    if (last?.[0] !== undefined && haveSameMethods(last[0], delivery)) last.push(delivery);
    else runs.push([delivery]);
  }
  return runs;
}

function haveSameMethods({ handlers: one }: Delivery, { handlers: other }: Delivery): boolean {
  return one.length === other.length && one.every(({ method }, index) => method === other[index]?.method);
}

async function handle(run: readonly Delivery[]): Promise<void> {
  const events = run.flatMap(({ event }) => event ?? []);
  for (const handler of run[0]?.handlers ?? []) {
    if (handler.batch) await handler.invoke(events);
    else for (const event of events) await handler.invoke(event.data, event);
  }
}

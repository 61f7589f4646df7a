import type { Outcome } from '../bus/rounds.js';
import type { Inbox } from '../inbox/inbox.js';
import type { HandlingNote, Place } from '../inbox/handling-note.js';
import { isDatabaseAway } from '../transactions/postgres-errors.js';
import { Transactions } from '../transactions/transactions.js';
import type { Delivery } from './delivery.js';

/** What a partition brings at a time. */
export interface Load {
  readonly place: Place;
  readonly deliveries: readonly Delivery[];
}

/** Those that were handled; the others had been before. */
export type Handled = readonly Delivery[];

/** Carries out deliveries: inbox rows, handlers, and the end of the notes, in one transaction. */
export class Effects {
  constructor(
    private readonly transactions: Transactions,
    private readonly inbox: Inbox,
    private readonly note: HandlingNote,
  ) {}

  /** Throws the handler's own error. */
  async carryOut(place: Place, deliveries: readonly Delivery[]): Promise<Handled> {
    const [handled = []] = await this.#carryOut([{ place, deliveries }]);
    return handled;
  }

  /** Several partitions in one transaction. Null for all where that fails: then each has to be carried out by itself. */
  async carryOutAll(loads: readonly Load[]): Promise<readonly Outcome<Handled | null>[]> {
    try {
      return (await this.#carryOut(loads)).map((value) => ({ value }));
    } catch (error) {
      if (loads.length === 1 || isDatabaseAway(error)) throw error;
      return loads.map(() => ({ value: null }));
    }
  }

  #carryOut(loads: readonly Load[]): Promise<Handled[]> {
    const deliveries = loads.flatMap((load) => load.deliveries);
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
      await this.note.close(
        tx,
        loads.map(({ place }) => place),
      );
      return loads.map((load) => load.deliveries.filter((delivery) => fresh.has(delivery)));
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

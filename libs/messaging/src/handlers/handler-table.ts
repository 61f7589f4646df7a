import type { CloudEvent, EventContract } from '@waybill/contracts';

/** One decorated method, however Nest wrapped it. */
export interface RegisteredHandler {
  readonly contract: EventContract;
  /** The same object for all types that one method takes. */
  readonly method: object;
  /** Takes the events of a run at once. */
  readonly batch: boolean;
  invoke(payload: unknown, event?: CloudEvent): Promise<void>;
}

/** Who handles which type of event. */
export class HandlerTable {
  readonly #byType = new Map<string, RegisteredHandler[]>();

  add(handler: RegisteredHandler): void {
    const { type } = handler.contract;
    this.#byType.set(type, [...this.of(type), handler]);
  }

  of(type: string): readonly RegisteredHandler[] {
    return this.#byType.get(type) ?? [];
  }

  /** True where a method takes this topic's events one at a time. */
  takesSingles(topic: string): boolean {
    const handlers = [...this.#byType.values()].flat();
    return handlers.some(({ batch, contract }) => !batch && contract.topic === topic);
  }

  get topics(): string[] {
    const handlers = [...this.#byType.values()].flat();
    return [...new Set(handlers.map(({ contract }) => contract.topic))].sort();
  }
}

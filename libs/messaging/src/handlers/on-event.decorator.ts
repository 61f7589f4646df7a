import type { CloudEvent, EventContract } from '@waybill/contracts';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { UseFilters } from '@nestjs/common';
import { RethrowFilter } from './rethrow.filter.js';
import { EVENT_TRANSPORT } from './event-transport.js';

/** Lets a method be decorated only if it takes what `H` takes. */
type DecoratorFor<H> = <M extends H>(
  target: object,
  method: string | symbol,
  descriptor: TypedPropertyDescriptor<M>,
) => void;

export type EventHandler<D extends object> = (data: D, event: CloudEvent<D>) => Promise<void>;
export type EventsHandler<D extends object> = (events: readonly CloudEvent<D>[]) => Promise<void>;

/** What the decorators tell the strategy about a handler. */
export interface HandlerExtras {
  readonly contracts: readonly EventContract[];
  readonly batch: boolean;
}

/**
 * The method handles this contract's events, one at a time, in the order of their key. It runs in the transaction of
 * the event's inbox row: what it writes through `Transactions` commits with it or not at all.
 */
export function OnEvent<D extends object>(contract: EventContract<D>): DecoratorFor<EventHandler<D>> {
  return decorate([contract], false);
}

/** Any event's contract: those of several kinds of data have nothing else in common. */
type AnyContract = Pick<EventContract, 'type' | 'topic'>;

/** As `OnEvent`, with the events of one moment at once, those of each partition in order, in one transaction. */
export function OnEvents<D extends object>(contract: EventContract<D>): DecoratorFor<EventsHandler<D>>;
/** Events of any of these types come together: a run does not end where another of them follows. */
export function OnEvents(...contracts: readonly AnyContract[]): DecoratorFor<EventsHandler<object>>;
export function OnEvents(...contracts: readonly AnyContract[]): DecoratorFor<EventsHandler<object>> {
  return decorate(contracts, true);
}

function decorate(contracts: readonly AnyContract[], batch: boolean) {
  const extras: HandlerExtras = { contracts: contracts as readonly EventContract[], batch };
  const types = contracts.map(({ type }) => type);
  return (target: object, method: string | symbol, descriptor: PropertyDescriptor): void => {
    // Nest hands a handler its payload only, unless the parameters say more.
    Payload()(target, method, 0);
    if (!batch) Ctx()(target, method, 1);
    EventPattern(types, EVENT_TRANSPORT, { ...extras })(target, method, descriptor);
    UseFilters(RethrowFilter)(target, method, descriptor);
  };
}

/** Ties `@OnEvent` methods to `EventConsumerStrategy`, and to no other server of a hybrid application. */
export const EVENT_TRANSPORT = Symbol('waybill-events');

import { type CloudEvent, parseData, parseEnvelope } from '@waybill/contracts';
import type { IncomingMessage } from '../bus/event-bus.js';
import { REPLAY_FOR } from '../dead-letters/replay-header.js';
import type { EventIdentity } from '../inbox/inbox.js';
import type { HandlerTable, RegisteredHandler } from './handler-table.js';

/** A message that concerns this group. */
export interface Delivery extends EventIdentity {
  readonly message: IncomingMessage;
  readonly handlers: readonly RegisteredHandler[];
  /** Sent again for this group after it had been parked. */
  readonly replayed: boolean;
  readonly event: CloudEvent | null;
  /** Why there is no event: no JSON, no CloudEvent, or not its contract's data. */
  readonly malformed: unknown;
}

/** Null where the message is none of this group's business: a type without a handler, another group's replay. */
export function readMessage(message: IncomingMessage, table: HandlerTable, group: string): Delivery | null {
  const replayFor = message.headers[REPLAY_FOR];
  if (replayFor !== undefined && replayFor !== group) return null;
  const replayed = replayFor === group;
  let envelope: CloudEvent;
  try {
    envelope = parseEnvelope(message.value);
  } catch (error) {
    return unreadable(message, placeOf(message), replayed, error);
  }
  const handlers = table.of(envelope.type);
  const [first] = handlers;
  if (first === undefined) return null;
  try {
    const event = parseData(first.contract, envelope);
    return { source: event.source, id: event.id, message, handlers, replayed, event, malformed: null };
  } catch (error) {
    return unreadable(message, envelope, replayed, error);
  }
}

function unreadable(
  message: IncomingMessage,
  { source, id }: EventIdentity,
  replayed: boolean,
  malformed: unknown,
): Delivery {
  return { source, id, message, handlers: [], replayed, event: null, malformed };
}

/** What has no id of its own is known by where it lies. */
function placeOf({ topic, partition, offset }: IncomingMessage): EventIdentity {
  return { source: `${topic}/${partition}`, id: offset };
}

import { type Client, type CloudEvent, deadLetterParked } from '@waybill/contracts';
import { DomainError } from '@waybill/kernel';
import { isbot } from 'isbot';
import type { CountryLookup } from './country-lookup.js';
import type { HistoryEntry } from './history.js';

interface Facts {
  readonly userId?: unknown;
  readonly client?: Client;
}

/** What history keeps of an event: whom it concerns, where from, and whether an automaton did it. */
export function describeEvent(event: CloudEvent, countries: CountryLookup): HistoryEntry {
  const { userId, client } = event.data as Facts;
  return {
    event: event.type === deadLetterParked.type ? withoutMessage(event) : event,
    time: timeOf(event),
    userId: typeof userId === 'string' ? userId : null,
    country: countries.countryOf(client?.network ?? null),
    automated: isbot(client?.userAgent ?? ''),
  };
}

function timeOf(event: CloudEvent): Date {
  const time = new Date(event.time);
  if (Number.isNaN(time.getTime()))
    throw new DomainError('invalid', 'MALFORMED_EVENT', 'The time of the event is none');
  return time;
}

/** A parked message may hold anything of anybody: history needs its reason only. */
function withoutMessage(event: CloudEvent): CloudEvent {
  return { ...event, data: { ...event.data, key: null, value: null, stack: null } };
}

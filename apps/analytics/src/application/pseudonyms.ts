import { uuidv7 } from '@waybill/kernel';
import type { CloudEvent, DownloadFacts } from '@waybill/contracts';
import type { Erasure } from './erased-people.js';
import type { HistoryEntry } from './history.js';

const PREFIX = 'erased:';

/** Nothing leads from a pseudonym back to the person; two of them are two people, so unique counts stay right. */
export function newPseudonym(): string {
  return `${PREFIX}${uuidv7()}`;
}

/**
 * An entry of a person who was erased after what it tells of: it says the pseudonym, and nothing of his device. What he
 * did since is his own again.
 */
export function pseudonymised(
  entry: HistoryEntry,
  erasures: ReadonlyMap<string, readonly Erasure[]>,
): HistoryEntry {
  const { userId } = entry;
  if (userId === null) return entry;
  const erasure = erasures.get(userId)?.find(({ erasedAt }) => bornAt(entry) <= erasedAt);
  return erasure === undefined ? entry : withPseudonym(entry, userId, erasure.pseudonym);
}

/** The news of a download concern the time it was made in, however late they are. */
function bornAt({ event, time }: HistoryEntry): Date {
  const { createdAt } = event.data as Partial<DownloadFacts>;
  return createdAt === undefined ? time : new Date(createdAt);
}

function withPseudonym(entry: HistoryEntry, userId: string, pseudonym: string): HistoryEntry {
  return { ...entry, userId: pseudonym, event: anonymous(entry.event, userId, pseudonym) };
}

function anonymous(event: CloudEvent, userId: string, pseudonym: string): CloudEvent {
  const client = 'client' in event.data ? { client: NO_CLIENT } : {};
  return {
    ...event,
    subject: event.subject === userId ? pseudonym : event.subject,
    data: { ...event.data, userId: pseudonym, ...client },
  };
}

/** In place of what tells of a person's device. */
export const NO_CLIENT = { network: null, userAgent: null, referrer: null };

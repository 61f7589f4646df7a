import type { CloudEvent } from '@waybill/contracts';

/** An event as it is kept, with what could only be told when it came. */
export interface HistoryEntry {
  readonly event: CloudEvent;
  readonly time: Date;
  readonly userId: string | null;
  /** By the country look-up at ingest; `unknown` where it does not tell. */
  readonly country: string;
  /** The user agent is that of a bot or an automaton. */
  readonly automated: boolean;
}

export interface PlacedEntry extends HistoryEntry {
  /** Grows with every entry; writers come one after the other (`Figures.writeAlone`), so none appears below a known one. */
  readonly position: number;
}

/** Entries of that day and later ones, and all that came after a position, of whatever day they are. */
export interface Reach {
  readonly firstDay: string;
  readonly arrivedAfter: number;
}

/** All events, by the UTC day of their time, as long as raw history is kept. */
export abstract class History {
  /** Keeps the entries in the running transaction; one that is there already is left as it is. */
  abstract append(entries: readonly HistoryEntry[]): Promise<void>;
  /** The position of the entry that came last; 0 where there is none. */
  abstract lastPosition(): Promise<number>;
  /** At most `limit` entries of the reach after the position, in the order they came. */
  abstract after(position: number, reach: Reach, limit: number): Promise<PlacedEntry[]>;
  /** The first day of which nothing is archived; null where nothing was ever. */
  abstract firstCompleteDay(): Promise<string | null>;
  /** The pseudonym takes the person's place in what is kept, and what tells of his device goes. */
  abstract forget(userId: string, pseudonym: string): Promise<void>;
}

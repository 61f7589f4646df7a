import type { TransferServed } from '@waybill/contracts';
import type { Slice } from '@waybill/http-range';
import { totalLength, unionOf } from '../domain/delivered.js';
import type { TransferAccount } from './transfer-account.js';
import type { TransferFacts } from './transfer-facts.js';
import type { Note } from './note.js';

/** Ranges are joined when so many have come together, and again when they are twice what was left. */
const JOIN_AT = 64;

/** Bodies that are reported together. */
export interface Group {
  readonly first: TransferServed;
  readonly notes: Note[];
  bodies: number;
  ranges: Slice[];
  /** How many ranges are to come together before they are joined. */
  joinAt: number;
  bytes: number;
  durationMs: number;
  /** Unix milliseconds at which the last of them began: who fetches by several elements may have gone on there. */
  lastStartedMs: number;
}

/**
 * Bodies of one grant and one client that were delivered whole leave as one report, about once a second like those of a
 * long one: `bodies` says how many, bytes and time are their sums, the ranges their union. Without it a client that
 * fetches a file in small pieces would cost more to account for than to serve. The first goes at once.
 */
export class Tally {
  readonly #groups = new Map<string, Group>();
  readonly #reportedAt = new Map<string, number>();
  readonly #keys = new WeakMap<TransferFacts, string>();

  constructor(private readonly reportMs: number) {}

  add(account: TransferAccount, now: number): void {
    const key = this.#keyOf(account.facts);
    const group = this.#groups.get(key);
    if (group === undefined) this.#groups.set(key, begin(account, now));
    else join(group, account, now);
  }

  /** Takes those whose last report is long enough ago. */
  take(now: number): readonly Group[] {
    const taken: Group[] = [];
    for (const [key, at] of this.#reportedAt) if (now - at >= this.reportMs) this.#reportedAt.delete(key);
    for (const [key, group] of this.#groups) {
      if (this.#reportedAt.has(key)) continue;
      this.#groups.delete(key);
      this.#reportedAt.set(key, now);
      taken.push(group);
    }
    return taken;
  }

  #keyOf(facts: TransferFacts): string {
    const known = this.#keys.get(facts);
    if (known !== undefined) return known;
    const { downloadId, generation, grantId, userId, fileId, client } = facts;
    const key = `${downloadId} ${generation} ${grantId} ${userId} ${fileId} ${client.network} ${client.userAgent}`;
    this.#keys.set(facts, key);
    return key;
  }
}

export function reportOf(group: Group, now: number): TransferServed {
  const { first, bodies, ranges, bytes, durationMs, lastStartedMs } = group;
  if (bodies === 1) return first;
  const lastStartedAt = new Date(lastStartedMs).toISOString();
  const reportedAt = new Date(now).toISOString();
  return { ...first, bodies, ranges: [...unionOf(ranges)], bytes, durationMs, lastStartedAt, reportedAt };
}

function begin(account: TransferAccount, now: number): Group {
  const first = account.report('complete', now);
  const { ranges, bytes, durationMs } = first;
  const notes = account.note === null ? [] : [account.note];
  const lastStartedMs = account.startedMs;
  return { first, bodies: 1, ranges: [...ranges], joinAt: JOIN_AT, bytes, durationMs, lastStartedMs, notes };
}

function join(group: Group, account: TransferAccount, now: number): void {
  group.bodies += 1;
  group.bytes += totalLength(account.planned);
  group.durationMs += account.lasted(now);
  group.lastStartedMs = Math.max(group.lastStartedMs, account.startedMs);
  if (account.note !== null) group.notes.push(account.note);
  for (const slice of account.planned) addRange(group, slice);
}

/** Who asks for the same again and again asks for what came last. */
function addRange(group: Group, slice: Slice): void {
  const last = group.ranges.at(-1);
  if (last !== undefined && holds(last, slice)) return;
  if (group.ranges.push(slice) <= group.joinAt) return;
  group.ranges = [...unionOf(group.ranges)];
  group.joinAt = Math.max(JOIN_AT, 2 * group.ranges.length);
}

const holds = (range: Slice, slice: Slice) => range.start <= slice.start && slice.end <= range.end;

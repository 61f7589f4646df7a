import { BOTS } from './scripts.js';

/*
 * The figures as DESIGN.md (sections 3 and 9) and the tracking document define them, recomputed from the events as they
 * stand on the bus. Nothing of the service is used here, neither its statements nor its types: this is the second opinion.
 */

export const MIB = 1024 ** 2;
export const GIB = 1024 ** 3;
export const DAY = 86_400_000;
const COUNTRIES: Readonly<Record<string, string>> = { '192.0.2.0/24': 'NO', '198.51.100.0/24': 'FR' };

export interface Facts {
  downloadId: string;
  revision: number;
  userId: string;
  fileId: string;
  fileName: string;
  fileType: string;
  resourceType: string;
  category: string | null;
  size: number;
  accuracy: 'observed' | 'reported';
  status: 'pending' | 'downloading' | 'paused' | 'completed' | 'failed' | 'cancelled';
  downloaded: number;
  bytesServed: number;
  activeSeconds: number;
  speedKbps: number | null;
  resumeCount: number;
  begunAt: string | null;
  endedAt: string | null;
  client: { network: string | null; userAgent: string | null };
}

export interface Transfer {
  fileId: string;
  bytes: number;
  reportedAt: string;
  client: { userAgent: string | null };
}

export interface Event {
  id: string;
  type: string;
  time: string;
  data: unknown;
}

export type Download = Facts & { begunAt: string; toldAt: string };

export const dateOf = (time: string | number) => new Date(time).toISOString().slice(0, 10);
export const sum = <T>(list: readonly T[], of: (one: T) => number) =>
  list.reduce((total, one) => total + of(one), 0);
export const distinct = (list: readonly string[]) => new Set(list).size;
export const per = (part: number, whole: number) => (whole === 0 ? 0 : (100 * part) / whole);
export const isBot = (userAgent: string | null) => userAgent !== null && BOTS.includes(userAgent);
export const withStatus = (list: readonly Download[], status: Facts['status']) =>
  list.filter((one) => one.status === status);
export const byName = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);
export const typeOf = (text: string) => (text === '' ? 'other' : text);
export const countryOf = ({ client }: Facts) => COUNTRIES[client.network ?? ''] ?? 'unknown';

/** "Σ bytes / Σ active seconds; pauses excluded"; "its active seconds are size / reported speed, else completion - start". */
function paceOf(one: Download): { bits: number; seconds: number } {
  if (one.accuracy === 'observed') return { bits: one.bytesServed * 8, seconds: one.activeSeconds };
  const bits = one.size * 8;
  if (one.speedKbps !== null && one.speedKbps > 0) return { bits, seconds: bits / 1000 / one.speedKbps };
  return { bits, seconds: (Date.parse(one.endedAt ?? '') - Date.parse(one.begunAt)) / 1000 };
}

export function averageOf(list: readonly Download[]): { bits: number; seconds: number } {
  const paces = withStatus(list, 'completed').map(paceOf);
  return { bits: sum(paces, ({ bits }) => bits), seconds: sum(paces, ({ seconds }) => seconds) };
}

export const kbps = ({ bits, seconds }: { bits: number; seconds: number }) =>
  seconds > 0 ? bits / 1000 / seconds : 0;
export const bytesPerSecond = ({ bits, seconds }: { bits: number; seconds: number }) =>
  seconds > 0 ? bits / 8 / seconds : 0;

/** "A reported one adds its reported bytes to the bandwidth." */
export function reportedBytes(one: Download): number {
  if (one.accuracy !== 'reported') return 0;
  return one.status === 'completed' ? one.size : one.downloaded;
}

/** "A download counts once, by its last state, and only if it began." */
export function lastStates(events: readonly Event[]): (Facts & { toldAt: string })[] {
  const last = new Map<string, Facts & { toldAt: string }>();
  for (const { type, time, data } of events) {
    if (!type.startsWith('waybill.download.')) continue;
    const facts = data as Facts;
    if (facts.revision > (last.get(facts.downloadId)?.revision ?? 0))
      last.set(facts.downloadId, { ...facts, toldAt: time });
  }
  return [...last.values()];
}

export function tally(names: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    [...Map.groupBy(names, (name) => name)].map(([name, list]) => [name, list.length]),
  );
}

import type { Role } from '@waybill/platform';
import type { RunningAnalytics } from './service.ts';

const WARM_UP = 30;
const ROUNDS = 300;
const AT_ONCE = 2;

export interface ReadFigures {
  readonly name: string;
  readonly p50: number;
  readonly p95: number;
}

interface Read {
  readonly name: string;
  readonly role: Role;
  /** One of many, where none is named. */
  readonly subject?: string;
  readonly path: (round: number) => string;
}

const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
const person = (round: number) => `person-${String(round % 500)}`;

const READS: readonly Read[] = [
  {
    name: 'history, 30 days',
    role: 'admin',
    path: (round) => `/api/downloads/user/${person(round)}/history`,
  },
  {
    name: 'history, 90 days',
    role: 'admin',
    path: (round) => `/api/downloads/user/${person(round)}/history?days=90`,
  },
  {
    name: 'history of the busiest',
    role: 'admin',
    path: () => '/api/downloads/user/busiest/history?days=90',
  },
  {
    name: 'its hundredth page',
    role: 'admin',
    path: () => '/api/downloads/user/busiest/history?days=90&limit=100&page=100',
  },
  { name: 'summary', role: 'admin', path: (round) => `/api/downloads/user/${person(round)}/summary` },
  { name: 'popular, 7 days', role: 'normal', path: () => '/api/downloads/files/popular' },
  {
    name: 'popular, 30 days, 50 files',
    role: 'normal',
    path: () => '/api/downloads/files/popular?days=30&limit=50',
  },
  {
    name: 'file analytics',
    role: 'analyst',
    path: (round) => `/api/downloads/files/file-${String(round % 300)}/analytics`,
  },
  { name: 'daily', role: 'analyst', path: () => `/api/downloads/stats/daily?date=${yesterday}` },
  { name: 'bandwidth, 30 days', role: 'normal', path: () => '/api/downloads/bandwidth/usage?days=30' },
  { name: 'stats, month', role: 'normal', path: () => '/downloads/stats' },
  { name: 'stats, year', role: 'normal', path: () => '/downloads/stats?period=year' },
  {
    name: 'stats of the busiest, year',
    role: 'normal',
    subject: 'busiest',
    path: () => '/downloads/stats?period=year',
  },
  { name: 'alerts', role: 'admin', path: () => '/api/alerts' },
  { name: 'reports', role: 'admin', path: () => '/api/reports' },
];

/** Over HTTP, two requests at a time. */
export async function measureReads(service: RunningAnalytics): Promise<ReadFigures[]> {
  const figures = [];
  for (const read of READS) figures.push(await measure(service, read));
  return figures;
}

async function measure(service: RunningAnalytics, { name, role, subject, path }: Read): Promise<ReadFigures> {
  const ask = (round: number) => service.ask(path(round), role, subject ?? person(round));
  for (let round = 0; round < WARM_UP; round += 1) await ask(round);
  const times: number[] = [];
  let next = 0;
  const client = async () => {
    for (let round = next++; round < ROUNDS; round = next++) {
      const started = performance.now();
      await ask(round);
      times.push(performance.now() - started);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, client));
  const sorted = times.toSorted((one, other) => one - other);
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? 0;
  return { name, p50: at(0.5), p95: at(0.95) };
}

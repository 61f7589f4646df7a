import { setTimeout as delay } from 'node:timers/promises';
import { Person } from '../../deploy/demo/person.ts';
import { readStackFile } from '../../deploy/embedded/stack-file.ts';
import { TemporaryStack } from '../../deploy/embedded/temporary-stack.ts';
import { publish } from '../control/crowd.ts';
import { type Databases, fill } from './fill.ts';

const SIZES = [10, 100_000];
const ROUNDS = 100;
/** Under what the gateway lets one person ask. */
const PAUSE_MS = 10;
const TARGET_MS = 10;

interface Figures {
  readonly p50: number;
  readonly p95: number;
}

const LISTS: readonly (readonly [string, (userId: string) => string])[] = [
  ['tasks', () => '/downloads?limit=20'],
  ['offline', () => '/api/downloads?limit=20'],
  ['store history', () => '/downloads/history?limit=20'],
  ['tracking history', (userId) => `/api/downloads/user/${userId}/history?limit=20`],
];
/** What the same way costs without any list: the least of the services' own answers. */
const PEER = ['peer: the person’s quota', () => '/api/storage/quota/remaining'] as const;

/** Page 1 of each list through the gateway, one request at a time, of a person with few downloads and of one with many. */
export async function run(): Promise<void> {
  const stack = await TemporaryStack.create();
  try {
    await stack.start();
    const admin = await Person.signIn(stack.url, stack.jwtSecret, 'bench-admin', ['admin']);
    const assetId = await publish(admin);
    for (const rows of SIZES) {
      const person = await Person.signIn(stack.url, stack.jwtSecret, `bench-${String(rows)}`, ['normal']);
      await person.post('/downloads', { resourceId: assetId });
      await fill(databasesOf(stack), person.id, rows);
      await measure(person, rows);
    }
  } finally {
    await stack.remove();
  }
}

function databasesOf(stack: TemporaryStack): Databases {
  const services = readStackFile(stack.stackFile)?.services ?? {};
  const url = (name: string) => services[name]?.databaseUrl ?? '';
  return {
    sessions: url('download-sessions'),
    entitlements: url('entitlements'),
    analytics: url('analytics'),
  };
}

async function measure(person: Person, rows: number): Promise<void> {
  console.log(`page 1 of ${rows.toLocaleString('en')}, through the gateway, p50 / p95 in ms:`);
  for (const [name, pathOf] of [...LISTS, PEER]) {
    const { p50, p95 } = await timesOf(person, pathOf(person.id));
    const verdict = p50 < TARGET_MS ? '' : `  OVER ${String(TARGET_MS)} ms`;
    console.log(`  ${name.padEnd(28)} ${p50.toFixed(1).padStart(7)} ${p95.toFixed(1).padStart(7)}${verdict}`);
  }
}

async function timesOf(person: Person, path: string): Promise<Figures> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const started = performance.now();
    const { status } = await person.get(path);
    times.push(performance.now() - started);
    if (status !== 200) throw new Error(`${path} answered ${String(status)}`);
    await delay(PAUSE_MS);
  }
  // The first ones wake what slept.
  const sorted = times.slice(ROUNDS / 5).toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? NaN;
  return { p50: at(0.5), p95: at(0.95) };
}

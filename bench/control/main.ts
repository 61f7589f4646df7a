import { cpus } from 'node:os';
import { readStackFile } from '../../deploy/embedded/stack-file.ts';
import { type StackKind, TemporaryStack } from '../../deploy/embedded/temporary-stack.ts';
import { bareInserts } from '../events/limits.ts';
import { median, spread } from '../bytes/statistics.ts';
import { type CreateCost, type CreateFigures, measureCreates, TARGET_PER_SECOND } from './creates.ts';
import { Crowd } from './crowd.ts';
import { type HopFigures, measureHop } from './hop.ts';
import type { Latencies } from './load.ts';

const TARGET_P99_MS = 50;
const TARGET_HOP = 0.6;

/** The hop first: it is short. */
const CASES = {
  hop: async (stack: TemporaryStack, crowd: Crowd) => {
    printHop(await measureHop(stack, crowd));
  },
  creates: async (stack: TemporaryStack, crowd: Crowd) => {
    printCreates(await measureCreates(stack, crowd), await limitOf(stack));
  },
} as const;

export const CASE_NAMES = Object.keys(CASES) as readonly (keyof typeof CASES)[];

/**
 * Creates and the gateway's hop, everything on this machine, this program that asks included. `WAYBILL_BENCH_STACK=full`
 * takes the stack on Kafka and Redis instead of the embedded one.
 */
export async function run(chosen: readonly string[] = CASE_NAMES): Promise<void> {
  const unknown = chosen.filter((name) => !(CASE_NAMES as readonly string[]).includes(name));
  if (unknown.length > 0)
    throw new Error(`No such case: ${unknown.join(', ')}. There is: ${CASE_NAMES.join(', ')}`);
  const kind: StackKind = process.env.WAYBILL_BENCH_STACK === 'full' ? 'full' : 'embedded';
  const stack = await TemporaryStack.create(kind);
  try {
    await stack.start();
    const crowd = await Crowd.gather(stack);
    console.log(`control: ${kind} stack, all of it on this machine`);
    for (const name of CASE_NAMES) if (chosen.includes(name)) await CASES[name](stack, crowd);
    await crowd.leave();
  } finally {
    await stack.remove();
  }
}

/** What the stack's own PostgreSQL takes of the smallest transactions, while the stack has nothing to do. */
function limitOf(stack: TemporaryStack): Promise<number> {
  const url = readStackFile(stack.stackFile)?.services['download-sessions']?.databaseUrl ?? '';
  return bareInserts(url);
}

function printCreates({ atMost, pace, atPace, withKey, cost }: CreateFigures, inserts: number): void {
  console.log('control: creates');
  line('16 callers, creates/s', of(atMost, 'perSecond'));
  line('  p50 / p99 ms', `${of(atMost, 'p50')} / ${of(atMost, 'p99')}`);
  line('16 callers with Idempotency-Key, creates/s', withKey.perSecond.toFixed(0));
  line(`at ${String(pace)}/s, p50 / p99 ms`, `${of(atPace, 'p50')} / ${of(atPace, 'p99')}`);
  line('limit: bare INSERT by 8 connections, /s', inserts.toFixed(0));
  printCost(cost);
  const reached =
    median(atMost.map(({ perSecond }) => perSecond)) >= TARGET_PER_SECOND &&
    pace >= TARGET_PER_SECOND &&
    median(atPace.map(({ p99 }) => p99)) < TARGET_P99_MS;
  verdict(`${String(TARGET_PER_SECOND)}/s, p99 under ${String(TARGET_P99_MS)} ms`, reached);
}

function printCost({ commits, flushes, processor }: CreateCost): void {
  line('of a create: commits / waits for the disk', `${commits.toFixed(1)} / ${flushes.toFixed(1)}`);
  for (const [name, ms] of processor) line(`  processor ms: ${name}`, ms.toFixed(2));
  const sum = [...processor.values()].reduce((total, ms) => total + ms, 0);
  line('  processor ms: sum', sum.toFixed(2));
  line(
    `  so ${String(cpus().length)} cores take at most, creates/s`,
    ((cpus().length * 1_000) / sum).toFixed(0),
  );
}

function printHop({ direct, throughGateway, bareFastify }: HopFigures): void {
  console.log('control: page 1 of a list, 16 callers');
  line('at its service, /s', of(direct, 'perSecond'));
  line('through the gateway, /s', of(throughGateway, 'perSecond'));
  line('peer: a bare Fastify answer, /s', of(bareFastify, 'perSecond'));
  const ratios = throughGateway.map(({ perSecond }, index) => perSecond / (direct[index]?.perSecond ?? NaN));
  line('ratio of the hop', `${median(ratios).toFixed(2)} (${spread(ratios, 2)})`);
  verdict(`${TARGET_HOP.toFixed(1)} of direct`, median(ratios) >= TARGET_HOP);
}

function of(rounds: readonly Latencies[], what: keyof Latencies): string {
  const values = rounds.map((round) => round[what]);
  const digits = what === 'perSecond' ? 0 : 1;
  return `${median(values).toFixed(digits)} (${spread(values, digits)})`;
}

const line = (name: string, value: string) => console.log(`  ${name.padEnd(48)} ${value.padStart(28)}`);
const verdict = (target: string, reached: boolean) =>
  console.log(`  target ${target}: ${reached ? 'reached' : 'MISSED'}`);

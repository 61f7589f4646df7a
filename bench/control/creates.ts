import { randomUUID } from 'node:crypto';
import { median } from '../bytes/statistics.ts';
import { readStackFile } from '../../deploy/embedded/stack-file.ts';
import type { TemporaryStack } from '../../deploy/embedded/temporary-stack.ts';
import type { Crowd } from './crowd.ts';
import { databaseWork } from './database-work.ts';
import { type Latencies, pace, saturate } from './load.ts';
import { processorTimes } from './processes.ts';

const WARM_UP_SECONDS = 8;
const SECONDS = 6;
const ROUNDS = 3;
const CALLERS = 16;
export const TARGET_PER_SECOND = 400;
/** Of what the machine takes at most: where that is less than the target, its pace would only measure the queue. */
const BEARABLE = 0.7;

export interface CreateFigures {
  /** One for each round. */
  readonly atMost: readonly Latencies[];
  /** How many a second were asked for in `atPace`: the target, or what is bearable. */
  readonly pace: number;
  readonly atPace: readonly Latencies[];
  readonly withKey: Latencies;
  /** Of one create at that pace, and of what follows from it (events, projections, figures). */
  readonly cost: CreateCost;
}

export interface CreateCost {
  readonly commits: number;
  readonly flushes: number;
  /** Processor milliseconds by process. */
  readonly processor: ReadonlyMap<string, number>;
}

export async function measureCreates(stack: TemporaryStack, crowd: Crowd): Promise<CreateFigures> {
  const create = async () => {
    await crowd.create();
  };
  await saturate(CALLERS, WARM_UP_SECONDS, create);
  const atMost = await rounds(() => saturate(CALLERS, SECONDS, create));
  const most = median(atMost.map(({ perSecond }) => perSecond));
  const perSecond = Math.min(TARGET_PER_SECOND, Math.floor(most * BEARABLE));
  const { result: atPace, cost } = await costing(stack, ROUNDS * SECONDS * perSecond, () =>
    rounds(() => pace(perSecond, SECONDS, create)),
  );
  const withKey = await saturate(CALLERS, SECONDS, async () => {
    await crowd.create(() => ({ 'idempotency-key': randomUUID() }));
  });
  return { atMost, pace: perSecond, atPace, withKey, cost };
}

async function rounds<T>(one: () => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let round = 0; round < ROUNDS; round += 1) results.push(await one());
  return results;
}

/** The caller's own processor time is among the others': it has its share of the machine. */
async function costing<T>(
  stack: TemporaryStack,
  creates: number,
  work: () => Promise<T>,
): Promise<{ result: T; cost: CreateCost }> {
  const description = readStackFile(stack.stackFile);
  const url = description?.services['download-sessions']?.databaseUrl;
  if (!description || typeof url !== 'string') throw new Error('The stack does not say where it is');
  const times = () => new Map([...processorTimes(description), ['the caller', ownTime()]]);
  const [before, used] = [await databaseWork(url), times()];
  const result = await work();
  const [after, using] = [await databaseWork(url), times()];
  const each = (difference: number) => difference / creates;
  const processor = [...using].map(([name, ms]) => [name, each(ms - (used.get(name) ?? 0))] as const);
  return {
    result,
    cost: {
      commits: each(after.commits - before.commits),
      flushes: each(after.flushes - before.flushes),
      processor: new Map(processor.toSorted(([, a], [, b]) => b - a)),
    },
  };
}

function ownTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

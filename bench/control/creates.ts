import { randomUUID } from 'node:crypto';
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

export interface CreateFigures {
  /** One for each round. */
  readonly atMost: readonly Latencies[];
  readonly atTarget: readonly Latencies[];
  readonly withKey: Latencies;
  /** Of one create at the target's pace, and of what follows from it (events, projections, figures). */
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
  const atMost: Latencies[] = [];
  const atTarget: Latencies[] = [];
  let cost: CreateCost | undefined;
  for (let round = 0; round < ROUNDS; round += 1) {
    atMost.push(await saturate(CALLERS, SECONDS, create));
    const paced = await costing(stack, () => pace(TARGET_PER_SECOND, SECONDS, create));
    atTarget.push(paced.result);
    cost = paced.cost;
  }
  const withKey = await saturate(CALLERS, SECONDS, async () => {
    await crowd.create(() => ({ 'idempotency-key': randomUUID() }));
  });
  return { atMost, atTarget, withKey, cost: cost ?? { commits: 0, flushes: 0, processor: new Map() } };
}

async function costing<T>(
  stack: TemporaryStack,
  work: () => Promise<T>,
): Promise<{ result: T; cost: CreateCost }> {
  const description = readStackFile(stack.stackFile);
  const url = description?.services['download-sessions']?.databaseUrl;
  if (!description || typeof url !== 'string') throw new Error('The stack does not say where it is');
  const [before, used] = [await databaseWork(url), processorTimes(description)];
  const result = await work();
  const [after, using] = [await databaseWork(url), processorTimes(description)];
  const each = (difference: number) => difference / (TARGET_PER_SECOND * SECONDS);
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

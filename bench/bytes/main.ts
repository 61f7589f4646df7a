import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer } from '../events/database.ts';
import { CASES, type Case } from './cases.ts';
import type { ContestantName } from './contestant.ts';
import { Field } from './field.ts';
import { makeFiles } from './files.ts';
import { holdMany } from './hold-many.ts';
import { type Figures, report } from './report.ts';
import { hasProgram, wrk } from './wrk.ts';

const ROUNDS = 5;
const SECONDS = 2;
const WARM_UP_SECONDS = 1;
const MEMORY = 'memory';
const DOWNLOADS = 200;
const DATABASES = ['waybill_files', 'waybill_bus', 'waybill_files_bare', 'waybill_bus_bare'];

export const CASE_NAMES = [...CASES.map(({ name }) => name), MEMORY];

/**
 * The real service, with tickets, accounts and its log on, beside nginx (sendfile on, one worker, access log off), npm's
 * `send` and @fastify/static, on the same files in turns (issue 5, "Figures").
 */
export async function run(chosen: readonly string[] = CASE_NAMES): Promise<void> {
  const unknown = chosen.filter((name) => !CASE_NAMES.includes(name));
  if (unknown.length > 0)
    throw new Error(`No such case: ${unknown.join(', ')}. There is: ${CASE_NAMES.join(', ')}`);
  if (!(await hasProgram('wrk', '-v'))) {
    console.log('wrk is not installed: nothing was measured.');
    return;
  }
  const home = await mkdtemp(join(tmpdir(), 'waybill-bytes-'));
  const database = await startServer(DATABASES);
  const field = new Field({ home, database, files: await makeFiles(join(home, 'files')) });
  try {
    await measure(field, chosen);
  } finally {
    await field.stop();
    await database.stop();
    await rm(home, { recursive: true, force: true });
  }
}

async function measure(field: Field, chosen: readonly string[]): Promise<void> {
  for (const one of CASES.filter(({ name }) => chosen.includes(name))) report(one, await compare(one, field));
  if (chosen.includes(MEMORY)) await memory(field);
}

/** In turns, so that whatever else the machine does falls on all of them. */
async function compare(one: Case, field: Field): Promise<Figures> {
  const contestants = await field.get(one.contestants);
  const figures = new Map<ContestantName, number[]>(contestants.map(({ name }) => [name, []]));
  const load = (seconds: number) => ({ ...one, seconds });
  for (const { origin, paths } of contestants)
    await wrk({ ...load(WARM_UP_SECONDS), origin, paths: paths(one.size) });
  for (let round = 0; round < ROUNDS; round += 1)
    for (const { name, origin, paths } of contestants)
      figures.get(name)?.push(await wrk({ ...load(SECONDS), origin, paths: paths(one.size) }));
  return figures;
}

async function memory(field: Field): Promise<void> {
  const { before, peak } = await holdMany(await field.element(), DOWNLOADS);
  const verdict = peak < 200 ? 'reached' : 'MISSED';
  console.log(`\n${String(DOWNLOADS)} downloads of 1 GiB at once, half of them slow (bytes:${MEMORY})`);
  console.log(
    `  ${peak.toFixed(0)} MiB resident at most (${before.toFixed(0)} before), wanted < 200: ${verdict}`,
  );
}

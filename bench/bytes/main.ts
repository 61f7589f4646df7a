import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer } from '../events/database.ts';
import { CASES, type Case } from './cases.ts';
import type { Contestant } from './contestant.ts';
import { type Element, startElement } from './element.ts';
import { makeFiles } from './files.ts';
import { holdMany } from './hold-many.ts';
import { startNginx } from './nginx.ts';
import { startPeer } from './peers.ts';
import { median, spread } from './statistics.ts';
import { hasProgram, wrk } from './wrk.ts';

const ROUNDS = 3;
const SECONDS = 4;
const PEOPLE = 32;

type Figures = Map<string, number[]>;

/**
 * The real service, with tickets, accounts and its log on, beside nginx (sendfile on, one worker, access log off), npm's
 * `send` and @fastify/static, on the same files in turns (issue 5, "Figures").
 */
export async function run(): Promise<void> {
  if (!(await hasProgram('wrk', '-v'))) {
    console.log('wrk is not installed: nothing was measured.');
    return;
  }
  const home = await mkdtemp(join(tmpdir(), 'waybill-bytes-'));
  const database = await startServer([
    'waybill_files',
    'waybill_bus',
    'waybill_files_bare',
    'waybill_bus_bare',
  ]);
  try {
    await measure(home, database);
  } finally {
    await database.stop();
    await rm(home, { recursive: true, force: true });
  }
}

async function measure(home: string, database: { url(name: string): string }): Promise<void> {
  const files = await makeFiles(join(home, 'files'));
  const element = await startElement({ home, files, people: PEOPLE, database, accounts: true });
  const bare = await startElement({ home, files, people: PEOPLE, database, accounts: false });
  const contestants: Contestant[] = [
    element,
    bare,
    await startPeer('send', files),
    await startPeer('@fastify/static', files),
  ];
  const nginx = await startNginx(home, files);
  if (nginx === null) console.log('nginx is not installed: no ratio to nginx was measured.');
  else contestants.push(nginx);
  try {
    for (const one of CASES) report(one, await compare(one, contestants));
    await memory(element);
  } finally {
    await Promise.all(contestants.map((contestant) => contestant.stop()));
  }
}

/** In turns, so that whatever else the machine does falls on all of them. */
async function compare(one: Case, contestants: readonly Contestant[]): Promise<Figures> {
  const figures: Figures = new Map(contestants.map(({ name }) => [name, []]));
  for (let round = 0; round < ROUNDS; round += 1)
    for (const { name, origin, paths } of contestants) {
      const { megabytesPerSecond } = await wrk({ ...one, origin, paths: paths(one.size), seconds: SECONDS });
      figures.get(name)?.push(megabytesPerSecond);
    }
  return figures;
}

function report({ title, targets }: Case, figures: Figures): void {
  console.log(`\n${title}`);
  for (const [name, values] of figures)
    console.log(`  ${name.padEnd(26)} ${median(values).toFixed(0).padStart(7)} MiB/s   ${spread(values)}`);
  const ours = figures.get('waybill') ?? [];
  for (const [name, target] of Object.entries(targets)) {
    const theirs = figures.get(name);
    if (theirs === undefined) continue;
    const ratios = ours.map((value, round) => value / (theirs[round] ?? Infinity));
    const verdict = median(ratios) >= target ? 'reached' : 'MISSED';
    console.log(
      `  ${median(ratios).toFixed(2)} × ${name}, wanted ${target.toFixed(2)}: ${verdict}   ${spread(ratios)}`,
    );
  }
}

async function memory(element: Element): Promise<void> {
  const peak = await holdMany(element, 200);
  const verdict = peak < 200 ? 'reached' : 'MISSED';
  console.log(
    `\n200 downloads of 1 GiB at once, half of them slow: ${peak.toFixed(0)} MiB resident at most, wanted < 200: ${verdict}`,
  );
}

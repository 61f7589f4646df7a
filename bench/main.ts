import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { build } from '../deploy/build/build.ts';

const HELP = `Measures Waybill on this machine, each figure beside a peer or a limit in the same run.

  npm run bench [-- name…]     all of them, or the named ones
  npm run bench -- --list      what there is
`;

/** A measurement lives in bench/<name>/main.ts and prints what it finds. */
interface Benchmark {
  run(): Promise<unknown>;
}

const entryOf = (name: string) => join(import.meta.dirname, name, 'main.ts');

async function listBenchmarks(): Promise<string[]> {
  const entries = await readdir(import.meta.dirname, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return folders.filter((name) => existsSync(entryOf(name))).toSorted();
}

async function main(args: readonly string[]): Promise<void> {
  const known = await listBenchmarks();
  const unknown = args.filter((name) => !name.startsWith('--') && !known.includes(name));
  if (args.includes('--help')) console.log(HELP);
  else if (args.includes('--list')) console.log(known.join('\n'));
  else if (unknown.length > 0) refuse(unknown, known);
  else await measure(args.length > 0 ? args : known);
}

function refuse(unknown: readonly string[], known: readonly string[]): void {
  console.error(`Unknown: ${unknown.join(', ')}. There is: ${known.join(', ')}\n\n${HELP}`);
  process.exitCode = 2;
}

async function measure(names: readonly string[]): Promise<void> {
  await build();
  console.log(
    `Node ${process.version}, ${String(cpus().length)} × ${cpus()[0]?.model ?? 'unknown processor'}`,
  );
  for (const name of names) {
    console.log(`\n== ${name}`);
    const benchmark = (await import(entryOf(name))) as Benchmark;
    await benchmark.run();
  }
}

await main(process.argv.slice(2));

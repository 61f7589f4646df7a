import { existsSync, readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { build } from '../deploy/build/build.ts';

const HELP = `Measures Waybill on this machine, each figure beside a peer or a limit in the same run.

  npm run bench [-- name…]     all of them, or the named ones
  npm run bench -- name:case   one case of a measurement that has several
  npm run bench -- --list      what there is
`;

/** A measurement lives in bench/<name>/main.ts and prints what it finds; without `chosen` it runs all its cases. */
interface Benchmark {
  readonly CASE_NAMES?: readonly string[];
  run(chosen?: readonly string[]): Promise<unknown>;
}

const load = async (name: string) => (await import(entryOf(name))) as Benchmark;

const entryOf = (name: string) => join(import.meta.dirname, name, 'main.ts');

async function listBenchmarks(): Promise<string[]> {
  const entries = await readdir(import.meta.dirname, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return folders.filter((name) => existsSync(entryOf(name))).toSorted();
}

async function main(args: readonly string[]): Promise<void> {
  const choices = choicesOf(args.filter((name) => !name.startsWith('--')));
  const known = await listBenchmarks();
  const unknown = [...choices.keys()].filter((name) => !known.includes(name));
  if (args.includes('--help')) console.log(HELP);
  else if (args.includes('--list')) await list(known);
  else if (unknown.length > 0) refuse(unknown, known);
  else await measure(choices.size > 0 ? choices : choicesOf(known));
}

/** `bytes:64k` chooses a case of `bytes`; a bare name all of them. */
function choicesOf(args: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const choices = new Map<string, string[]>();
  for (const arg of args) {
    const [name = '', one] = arg.split(':');
    choices.set(name, [...(choices.get(name) ?? []), ...(one === undefined ? [] : [one])]);
  }
  return choices;
}

async function list(known: readonly string[]): Promise<void> {
  await build();
  for (const name of known) {
    const { CASE_NAMES = [] } = await load(name);
    console.log([name, ...CASE_NAMES.map((one) => `${name}:${one}`)].join('  '));
  }
}

function refuse(unknown: readonly string[], known: readonly string[]): void {
  console.error(`Unknown: ${unknown.join(', ')}. There is: ${known.join(', ')}\n\n${HELP}`);
  process.exitCode = 2;
}

async function measure(choices: ReadonlyMap<string, readonly string[]>): Promise<void> {
  await build();
  const processors = `${String(cpus().length)} × ${cpus()[0]?.model ?? 'unknown processor'}`;
  console.log(`Node ${process.version}, ${processors}, TCP by ${congestionControl()}`);
  for (const [name, chosen] of choices) {
    console.log(`\n== ${name}`);
    const benchmark = await load(name);
    await (chosen.length > 0 ? benchmark.run(chosen) : benchmark.run());
  }
}
/** Ratios of what goes by TCP depend on it: pacing (bbr) costs each in his own way. */
function congestionControl(): string {
  try {
    return readFileSync('/proc/sys/net/ipv4/tcp_congestion_control', 'utf8').trim();
  } catch {
    return 'whatever this system has';
  }
}

await main(process.argv.slice(2));

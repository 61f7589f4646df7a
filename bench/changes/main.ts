import { downloadSessionsMigrations } from '@waybill/download-sessions';
import { openDatabase } from '@waybill/platform';
import type { DataSource } from 'typeorm';
import { startServer } from '../events/database.ts';
import { type Row, seedDownloads, writeChanges } from './writes.ts';

const ROUNDS = 9;

interface Shape {
  readonly name: string;
  /** Downloads that one transaction changes. */
  readonly batch: number;
  /** Transactions of a round. */
  readonly transactions: number;
}

/** A busy element's reports come in batches; what people do changes one download at a time. */
const SHAPES: readonly Shape[] = [
  { name: 'progress, 50 downloads a transaction', batch: 50, transactions: 60 },
  { name: 'one download a transaction', batch: 1, transactions: 400 },
];

const NUMBERED = [
  `CREATE INDEX downloads_changes_of_person ON downloads (user_id, change_number) WHERE origin <> 'tracking'`,
  `ALTER TABLE downloads ENABLE TRIGGER downloads_numbered`,
];
const PLAIN = [
  `DROP INDEX downloads_changes_of_person`,
  `ALTER TABLE downloads DISABLE TRIGGER downloads_numbered`,
];

/** What it costs a write that every change of a download has a number, by which live pages follow: with and without, in turns. */
export async function run(): Promise<Record<string, number>> {
  const server = await startServer(['bench_changes']);
  const migrations = downloadSessionsMigrations;
  const source = await openDatabase({ url: server.url('bench_changes'), entities: [], migrations });
  try {
    const rows = await seedDownloads(source);
    const costs: Record<string, number> = {};
    for (const shape of SHAPES) costs[shape.name] = await compare(source, rows, shape);
    return costs;
  } finally {
    await source.destroy();
    await server.stop();
  }
}

/** In per cent. */
async function compare(source: DataSource, rows: Row[], shape: Shape): Promise<number> {
  const [numbered, plain]: [number[], number[]] = [[], []];
  await writeChanges(source, rows, shape);
  for (let round = 0; round < ROUNDS; round += 1) {
    numbered.push(await writeChanges(source, rows, shape));
    for (const statement of PLAIN) await source.query(statement);
    plain.push(await writeChanges(source, rows, shape));
    for (const statement of NUMBERED) await source.query(statement);
  }
  const [withNumber, without] = [medianOf(numbered), medianOf(plain)];
  const cost = 100 * (withNumber / without - 1);
  console.log(
    `${shape.name}: ${rangeOf(numbered)} ms numbered, ${rangeOf(plain)} ms without: ${cost.toFixed(1)} % more`,
  );
  return cost;
}

const sorted = (times: readonly number[]) => times.toSorted((one, other) => one - other);
const medianOf = (times: readonly number[]) => sorted(times)[Math.floor(times.length / 2)] ?? 0;

/** Median, and the fastest and slowest round. */
function rangeOf(times: readonly number[]): string {
  const [fastest = 0, slowest = 0] = [sorted(times)[0], sorted(times).at(-1)];
  return `${medianOf(times).toFixed(2)} (${fastest.toFixed(2)} to ${slowest.toFixed(2)})`;
}

import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer } from '../events/database.ts';
import { measureIngest } from './ingest.ts';
import { loadHistory } from './load.ts';
import { measureReads, type ReadFigures } from './reads.ts';
import { startAnalytics } from './service.ts';

const INGESTED = 20_000;
const ROWS = (process.env.ANALYTICS_ROWS ?? '100000,1000000').split(',').map(Number);
const LIMIT_MS = 20;

export interface AnalyticsFigures {
  readonly ingestedPerSecond: number;
  readonly reads: readonly { rows: number; figures: readonly ReadFigures[] }[];
}

/** ANALYTICS_KEEP=1 keeps what was loaded for further runs of the day: loading the largest takes minutes. */
const KEPT = process.env.ANALYTICS_KEEP === '1' ? join(tmpdir(), 'waybill-bench-analytics') : null;

/**
 * Events per second from the bus into history and figures, and the reads at several sizes of the history
 * (ANALYTICS_ROWS=100000,1000000,10000000; the default stops before the last).
 */
export async function run(): Promise<AnalyticsFigures> {
  const ingestedPerSecond = await ingest();
  const server = await startServer(['bench_bus', ...ROWS.map(nameOf)], KEPT);
  try {
    const reads = [];
    for (const rows of ROWS) {
      const service = await startAnalytics(server.url(nameOf(rows)), server.url('bench_bus'));
      await loadHistory(server.url(nameOf(rows)), rows);
      const figures = await measureReads(service);
      await service.stop();
      print(rows, figures);
      reads.push({ rows, figures });
    }
    return { ingestedPerSecond, reads };
  } finally {
    await server.stop();
  }
}

/** On a server of its own: what it ingested last time must not be there. */
async function ingest(): Promise<number> {
  const server = await startServer(['bench_bus', 'bench_ingest']);
  try {
    const perSecond = await measureIngest(server, INGESTED);
    console.log(`ingest: ${perSecond.toFixed(0)} events/s from the bus into history and figures`);
    return perSecond;
  } finally {
    await server.stop();
  }
}

const nameOf = (rows: number) => `bench_reads_${String(rows)}`;

function print(rows: number, figures: readonly ReadFigures[]): void {
  console.log(
    `reads over ${rows.toLocaleString('en')} history rows, p50 / p95 in ms (limit ${String(LIMIT_MS)}):`,
  );
  for (const { name, p50, p95 } of figures) {
    const verdict = p95 < LIMIT_MS ? '' : '  OVER THE LIMIT';
    console.log(`  ${name.padEnd(28)} ${p50.toFixed(1).padStart(7)} ${p95.toFixed(1).padStart(7)}${verdict}`);
  }
}

import { median, spread } from '../bytes/statistics.ts';
import { type BenchServer, startServer } from './database.ts';
import { measureKafka, type KafkaFigures } from './kafka.ts';
import { bareInserts, naiveQueue } from './limits.ts';
import { BACKLOG, type LagMs, measureBacklog, measureLag, STEADY_PER_SECOND } from './measure.ts';
import { type HandlerKind, type ServiceUrls, startService } from './service.ts';

const TARGET = 2_000;
const KAFKA_TARGET = 5_000;
const KAFKA_P95_MS = 1_000;

interface EmbeddedFigures {
  readonly backlogPerSecond: Record<HandlerKind, number>;
  readonly steadyLagMs: LagMs;
  readonly bareInsertsPerSecond: number;
  readonly naiveQueuePerSecond: number;
}

const CASES = {
  embedded: async (server: BenchServer) => {
    printEmbedded(await measureEmbedded(server));
  },
  kafka: async (server: BenchServer) => {
    const figures = await measureKafka(server);
    if (figures !== null) printKafka(figures);
  },
} as const;

export const CASE_NAMES = Object.keys(CASES) as readonly (keyof typeof CASES)[];

/**
 * Outbox → bus → committed effect, on each carrier: a service with its relay in this process, the consuming service in
 * another, the PostgreSQL of `npm start` under both.
 */
export async function run(chosen: readonly string[] = CASE_NAMES): Promise<void> {
  const databases = ['out', 'batch', 'single', 'bus', 'limits', 'kafka_out', 'kafka_batch'];
  const server = await startServer(databases.map((name) => `bench_${name}`));
  try {
    for (const name of CASE_NAMES) if (chosen.includes(name)) await CASES[name](server);
  } finally {
    await server.stop();
  }
}

async function measureEmbedded(server: BenchServer): Promise<EmbeddedFigures> {
  const busUrl = server.url('bench_bus');
  const producer = await startService('bench-producer', { url: server.url('bench_out'), busUrl });
  try {
    const urls = (kind: HandlerKind): ServiceUrls => ({ url: server.url(`bench_${kind}`), busUrl });
    const batch = await measureBacklog(producer, 'batch', urls('batch'));
    const steadyLagMs = await measureLag(producer, urls('batch'));
    const single = await measureBacklog(producer, 'single', urls('single'));
    const bareInsertsPerSecond = await bareInserts(server.url('bench_limits'));
    const naiveQueuePerSecond = await naiveQueue(server.url('bench_limits'));
    return { backlogPerSecond: { batch, single }, steadyLagMs, bareInsertsPerSecond, naiveQueuePerSecond };
  } finally {
    await producer.close();
  }
}

function printEmbedded(figures: EmbeddedFigures): void {
  const { backlogPerSecond, steadyLagMs, bareInsertsPerSecond, naiveQueuePerSecond } = figures;
  console.log('events: outbox to committed effect, embedded carrier, 2 processes and PostgreSQL (fsync on)');
  line(`${BACKLOG.toLocaleString('en')} events, handler of batches`, rate(backlogPerSecond.batch));
  line(`${BACKLOG.toLocaleString('en')} events, handler of single events`, rate(backlogPerSecond.single));
  printLag(steadyLagMs);
  line('limit: bare INSERT by 8 connections', rate(bareInsertsPerSecond));
  line('peer: job table, one transaction a job, 8 workers', rate(naiveQueuePerSecond));
  line('ratio to the peer (batches)', (backlogPerSecond.batch / naiveQueuePerSecond).toFixed(2));
  verdict(`${TARGET.toLocaleString('en')}/s`, backlogPerSecond.batch >= TARGET);
}

function printKafka({ broker, backlogPerSecond, halves, steadyLagMs }: KafkaFigures): void {
  const middle = median(backlogPerSecond);
  console.log(`events: outbox to committed effect, Kafka (${broker}), which runs on the same cores`);
  line(`${BACKLOG.toLocaleString('en')} events, handler of batches`, rate(middle));
  line(`  of ${String(backlogPerSecond.length)} rounds`, `${spread(backlogPerSecond, 0)}/s`);
  line('limit: publishing alone, as the relay does', rate(halves.publish));
  line('limit: handling a backlog alone', rate(halves.consume));
  printLag(steadyLagMs);
  const reached = middle >= KAFKA_TARGET && steadyLagMs.p95 < KAFKA_P95_MS;
  verdict(`${KAFKA_TARGET.toLocaleString('en')}/s, p95 under 1 s`, reached);
}

function printLag({ p50, p95, max }: LagMs): void {
  line(`lag at ${String(STEADY_PER_SECOND)}/s, each its own transaction, p50`, `${String(p50)} ms`);
  line('  p95', `${String(p95)} ms`);
  line('  max', `${String(max)} ms`);
}

const line = (name: string, value: string) => console.log(`  ${name.padEnd(52)} ${value.padStart(18)}`);
const rate = (value: number) => `${Math.round(value).toLocaleString('en')}/s`;
const verdict = (target: string, reached: boolean) =>
  console.log(`  target ${target}: ${reached ? 'reached' : 'MISSED'}`);

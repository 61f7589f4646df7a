import { startServer } from './database.ts';
import { measureKafka, type KafkaFigures } from './kafka.ts';
import { bareInserts, naiveQueue } from './limits.ts';
import { BACKLOG, type LagMs, measureBacklog, measureLag, STEADY_PER_SECOND } from './measure.ts';
import { type HandlerKind, type ServiceUrls, startService } from './service.ts';

const TARGET = 2_000;
const KAFKA_TARGET = 5_000;
const KAFKA_P95_MS = 1_000;

export interface EventsFigures {
  readonly backlogPerSecond: Record<HandlerKind, number>;
  readonly steadyLagMs: LagMs;
  readonly bareInsertsPerSecond: number;
  readonly naiveQueuePerSecond: number;
  /** Null where there is neither a Kafka nor what it takes to run one. */
  readonly kafka: KafkaFigures | null;
}

/**
 * Outbox → bus → committed effect on the embedded carrier: a service with its relay in this process, the consuming
 * service in another, the PostgreSQL of `npm start` under both.
 */
export async function run(): Promise<EventsFigures> {
  const server = await startServer([
    'bench_out',
    'bench_batch',
    'bench_single',
    'bench_bus',
    'bench_limits',
    'bench_kafka_out',
    'bench_kafka_batch',
  ]);
  const producer = await startService('bench-producer', {
    url: server.url('bench_out'),
    busUrl: server.url('bench_bus'),
  });
  try {
    const urls = (kind: HandlerKind): ServiceUrls => ({
      url: server.url(`bench_${kind}`),
      busUrl: server.url('bench_bus'),
    });
    const batch = await measureBacklog(producer, 'batch', urls('batch'));
    const steadyLagMs = await measureLag(producer, urls('batch'));
    const single = await measureBacklog(producer, 'single', urls('single'));
    const bareInsertsPerSecond = await bareInserts(server.url('bench_limits'));
    const naiveQueuePerSecond = await naiveQueue(server.url('bench_limits'));
    const figures = {
      backlogPerSecond: { batch, single },
      steadyLagMs,
      bareInsertsPerSecond,
      naiveQueuePerSecond,
      kafka: await measureKafka(server),
    };
    print(figures);
    return figures;
  } finally {
    await producer.close();
    await server.stop();
  }
}

function print(figures: EventsFigures): void {
  const { backlogPerSecond, steadyLagMs, bareInsertsPerSecond, naiveQueuePerSecond } = figures;
  console.log('events: outbox to committed effect, embedded carrier, 2 processes and PostgreSQL (fsync on)');
  line(`${BACKLOG.toLocaleString('en')} events, handler of batches`, rate(backlogPerSecond.batch));
  line(`${BACKLOG.toLocaleString('en')} events, handler of single events`, rate(backlogPerSecond.single));
  line(`lag at ${STEADY_PER_SECOND}/s, each its own transaction, p50`, `${steadyLagMs.p50} ms`);
  line('  p95', `${steadyLagMs.p95} ms`);
  line('  max', `${steadyLagMs.max} ms`);
  line('limit: bare INSERT by 8 connections', rate(bareInsertsPerSecond));
  line('peer: job table, one transaction a job, 8 workers', rate(naiveQueuePerSecond));
  line('ratio to the peer (batches)', (backlogPerSecond.batch / naiveQueuePerSecond).toFixed(2));
  const reached = backlogPerSecond.batch >= TARGET;
  console.log(`  target ${TARGET.toLocaleString('en')}/s: ${reached ? 'reached' : 'MISSED'}`);
  if (figures.kafka !== null) printKafka(figures.kafka);
}

function printKafka({ broker, backlogPerSecond, steadyLagMs }: KafkaFigures): void {
  console.log(`events: outbox to committed effect, Kafka (${broker})`);
  line(`${BACKLOG.toLocaleString('en')} events, handler of batches`, rate(backlogPerSecond));
  line(
    `lag at ${String(STEADY_PER_SECOND)}/s, each its own transaction, p50`,
    `${String(steadyLagMs.p50)} ms`,
  );
  line('  p95', `${String(steadyLagMs.p95)} ms`);
  line('  max', `${String(steadyLagMs.max)} ms`);
  const reached = backlogPerSecond >= KAFKA_TARGET && steadyLagMs.p95 < KAFKA_P95_MS;
  console.log(
    `  target ${KAFKA_TARGET.toLocaleString('en')}/s, p95 under 1 s: ${reached ? 'reached' : 'MISSED'}`,
  );
}

const line = (name: string, value: string) => console.log(`  ${name.padEnd(52)} ${value.padStart(14)}`);
const rate = (value: number) => `${Math.round(value).toLocaleString('en')}/s`;

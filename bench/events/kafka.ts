import { TOPICS } from '@waybill/contracts';
import { prepareKafkaTopics } from '@waybill/messaging';
import { Missing } from '../../deploy/stack/tools/missing.ts';
import { type Broker, useBroker } from '../../deploy/test-stack/broker.ts';
import type { BenchServer } from './database.ts';
import { type HalvesPerSecond, type LagMs, measureBacklog, measureHalves, measureLag } from './measure.ts';
import { startService } from './service.ts';

export interface KafkaFigures {
  readonly broker: string;
  /** One for each round. */
  readonly backlogPerSecond: readonly number[];
  readonly halves: HalvesPerSecond;
  readonly steadyLagMs: LagMs;
}

const ROUNDS = 3;

/** The same path over Kafka: the one that KAFKA_BROKERS names, else one of our own. */
export async function measureKafka(server: BenchServer): Promise<KafkaFigures | null> {
  const broker = await findBroker();
  if (broker === null) return null;
  try {
    return await measure(server, broker);
  } finally {
    await broker.stop();
  }
}

async function findBroker(): Promise<Broker | null> {
  try {
    return await useBroker((line) => console.log(line));
  } catch (error) {
    if (!(error instanceof Missing)) throw error;
    console.log(`Kafka was not measured: ${error.message}`);
    return null;
  }
}

async function measure(
  server: BenchServer,
  { address: brokers, description }: Broker,
): Promise<KafkaFigures> {
  const settings = { brokers: brokers.split(','), clientId: 'bench' };
  await prepareKafkaTopics(settings, { topics: Object.values(TOPICS) });
  const busUrl = server.url('bench_bus');
  const producer = await startService('bench-producer', {
    url: server.url('bench_kafka_out'),
    busUrl,
    brokers,
  });
  try {
    const urls = { url: server.url('bench_kafka_batch'), busUrl, brokers };
    const backlogPerSecond: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1)
      backlogPerSecond.push(await measureBacklog(producer, 'batch', urls));
    const steadyLagMs = await measureLag(producer, urls);
    const halves = await measureHalves(producer, urls);
    return { broker: description, backlogPerSecond, halves, steadyLagMs };
  } finally {
    await producer.close();
  }
}

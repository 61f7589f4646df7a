import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startInContainer } from '@waybill/testing';
import { freePorts } from '../embedded/ports.ts';
import { ensureKafka } from '../stack/kafka/ensure-kafka.ts';
import { type KafkaOptions, prepareKafka } from '../stack/kafka/kafka.ts';
import { untilAnswers } from '../stack/until.ts';

export interface Broker {
  /** As KAFKA_BROKERS has it. */
  readonly address: string;
  readonly description: string;
  stop(): Promise<void>;
}

const STARTS_WITHIN_MS = 60_000;

/**
 * The brokers that KAFKA_BROKERS names, else one from its image where a container engine answers, else one of our own in a
 * folder that does not outlive the run.
 */
export async function useBroker(say: (line: string) => void): Promise<Broker> {
  const { KAFKA_BROKERS: named } = process.env;
  if (named !== undefined && named !== '')
    return { address: named, description: `the one at ${named}`, stop: () => Promise.resolve() };
  const [port = 0] = await freePorts(1);
  const contained = await startInContainer('kafka', port, say);
  if (contained !== null) return { ...contained, address: contained.url };
  return startBroker(await ensureKafka(say));
}

/** Others than the usual one, for tests that need them. */
export type BrokerSettings = Pick<KafkaOptions, 'properties' | 'accounts'>;

/** One of our own, in a folder that does not outlive it. */
export async function startBroker(jars: string, settings: BrokerSettings = {}): Promise<Broker> {
  const folder = await mkdtemp(join(tmpdir(), 'waybill-kafka-'));
  const [port = 0, controllerPort = 0] = await freePorts(2);
  const component = await prepareKafka({ jars, folder, port, controllerPort, ...settings });
  const child = component.program.spawn();
  const gone = once(child, 'exit');
  const log = { tail: '' };
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (log.tail = (log.tail + chunk.toString()).slice(-4_000)));
  const stop = async () => {
    child.kill('SIGKILL');
    await gone;
    await rm(folder, { recursive: true, force: true });
  };
  const died = gone.then(() => Promise.reject(new Error(`Kafka ended:\n${log.tail}`)));
  died.catch(() => undefined);
  try {
    await Promise.race([untilAnswers(component, STARTS_WITHIN_MS), died]);
  } catch (error) {
    await stop();
    throw error;
  }
  return { address: component.address, description: `our own, from ${jars}`, stop };
}

import type { CarrierOptions, KafkaSettings } from '@waybill/messaging';
import { carrierOf, kafkaEnvironment, readEnvironment } from '@waybill/platform';
import { z } from 'zod';
import { holderOf } from '../embedded/lock.ts';
import { homePaths, readSettings } from '../embedded/settings.ts';
import { readStackFile, type StackDescription } from '../embedded/stack-file.ts';
import { UsageError } from './usage.ts';

const environment = z.object({ ...kafkaEnvironment, BUS_DATABASE_URL: z.string().optional() });
const NOWHERE =
  'Nothing to read from: set KAFKA_BROKERS or BUS_DATABASE_URL, or start Waybill (npm start, npm run stack) from this WAYBILL_HOME';

/** What the environment names, else what runs from WAYBILL_HOME. */
export function findCarrier(service: string): CarrierOptions {
  const named = carrierOf(readEnvironment(environment));
  if (named.kafkaBrokers !== undefined || named.busDatabaseUrl !== undefined) return { service, ...named };
  const stack = runningStack();
  if (stack === null) throw new UsageError(NOWHERE);
  return {
    service,
    kafkaBrokers: stack.kafkaBrokers?.split(','),
    busDatabaseUrl: stack.busDatabaseUrl ?? undefined,
  };
}

/** Topics are made by command on Kafka only. */
export function findKafka(service: string): KafkaSettings | null {
  const { kafkaBrokers: brokers, kafka } = findCarrier(service);
  return brokers === undefined ? null : { ...kafka, brokers, clientId: kafka?.clientId ?? service };
}

function runningStack(): StackDescription | null {
  const paths = homePaths(readSettings(process.env).home);
  return holderOf(paths.lock) === null ? null : readStackFile(paths.stack);
}

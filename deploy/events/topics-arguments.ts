import { parseArgs } from 'node:util';
import { UsageError } from './usage.ts';

export const TOPICS_HELP = `Makes the topics that are missing on Kafka, with the partitions and the retention of the one table, and says where the
others differ from it. Changes nothing that is there. Safe to repeat.

  npm run topics [-- --check] [--replication n]

  --check          makes nothing; fails where a topic is missing or differs
  --replication n  copies of each partition; the brokers' own default otherwise

  KAFKA_BROKERS, KAFKA_TLS, KAFKA_SASL_MECHANISM, KAFKA_SASL_USERNAME, KAFKA_SASL_PASSWORD   as for the services
`;

export interface TopicsRequest {
  readonly checkOnly: boolean;
  readonly replicationFactor: number | undefined;
}

/** Null where help is wanted. Throws a UsageError. */
export function readTopicsArguments(args: readonly string[]): TopicsRequest | null {
  const { values } = parse(args);
  if (values.help === true) return null;
  return { checkOnly: values.check === true, replicationFactor: readCopies(values.replication) };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        check: { type: 'boolean' },
        replication: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function readCopies(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d?$/.test(text)) throw new UsageError(`--replication must be 1 to 99, not ${text}`);
  return Number(text);
}

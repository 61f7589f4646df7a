import { parseArgs, type ParseArgsConfig } from 'node:util';
import { UsageError } from './usage.ts';

export const EVENTS_HELP = `Reads the events, wherever they are: on Kafka (KAFKA_BROKERS), or in the stack that runs from WAYBILL_HOME.

  npm run events -- tail [topic…]          what happens from now on, until Ctrl-C
    --from beginning                       everything that is kept, then what happens
    --key KEY  --type TYPE                 only of this download, person, asset…; only of this type
    --json                                 the events as they are, one on each line
  npm run events -- replay-dead-letters    sends what consumers gave up on once more, to those that gave up
    --group GROUP  --topic TOPIC           only what this group gave up on; only of this topic
    --dry-run                              counts them, and sends nothing
  npm run events -- topics                 partitions and retention of each topic

  A topic may be written short: "downloads" is waybill.downloads.v1. A type too: "download.completed".
`;

export interface TailRequest {
  readonly command: 'tail';
  readonly topics: readonly string[];
  readonly from: 'beginning' | 'end';
  readonly key: string | undefined;
  readonly type: string | undefined;
  readonly json: boolean;
}

export interface ReplayRequest {
  readonly command: 'replay-dead-letters';
  readonly group: string | undefined;
  readonly topic: string | undefined;
  readonly dryRun: boolean;
}

export interface TopicsListRequest {
  readonly command: 'topics';
}

export type EventsRequest = TailRequest | ReplayRequest | TopicsListRequest;

const TAIL = {
  from: { type: 'string' },
  key: { type: 'string' },
  type: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;
const REPLAY = {
  group: { type: 'string' },
  topic: { type: 'string' },
  'dry-run': { type: 'boolean', default: false },
} as const;

/** Null where help is wanted. Throws a UsageError. */
export function readEventsArguments(
  args: readonly string[],
  topics: readonly string[],
): EventsRequest | null {
  const [command, ...rest] = args;
  if (command === undefined || args.includes('--help')) return null;
  switch (command) {
    case 'tail':
      return readTail(rest, topics);
    case 'replay-dead-letters':
      return readReplay(rest, topics);
    case 'topics':
      return { command };
    default:
      throw new UsageError(`Unknown: ${command}`);
  }
}

function readTail(args: readonly string[], topics: readonly string[]): TailRequest {
  const { values, positionals } = parse({ args: [...args], options: TAIL, allowPositionals: true });
  if (values.from !== undefined && values.from !== 'beginning' && values.from !== 'end')
    throw new UsageError(`--from must be beginning or end, not ${values.from}`);
  return {
    command: 'tail',
    topics: positionals.length === 0 ? topics : positionals.map((name) => fullTopic(name, topics)),
    from: values.from ?? 'end',
    key: values.key,
    type: values.type === undefined ? undefined : fullType(values.type),
    json: values.json,
  };
}

function readReplay(args: readonly string[], topics: readonly string[]): ReplayRequest {
  const { values } = parse({ args: [...args], options: REPLAY });
  return {
    command: 'replay-dead-letters',
    group: values.group,
    topic: values.topic === undefined ? undefined : fullTopic(values.topic, topics),
    dryRun: values['dry-run'],
  };
}

function parse<T extends ParseArgsConfig>(config: T) {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function fullTopic(name: string, topics: readonly string[]): string {
  const found = topics.find((topic) => topic === name || topic === `waybill.${name}.v1`);
  if (found === undefined) throw new UsageError(`No topic ${name}. There is: ${topics.join(', ')}`);
  return found;
}

const fullType = (type: string) => (type.startsWith('waybill.') ? type : `waybill.${type}`);

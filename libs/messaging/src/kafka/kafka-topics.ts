import type { Admin, ITopicConfig } from 'kafkajs';
import { persevere } from '../bus/persevere.js';
import { settingsOf, type TopicSettings } from '../bus/topic-settings.js';
import type { KafkaSettings } from './kafka-settings.js';
import { type KafkaModule, openKafka } from './open-kafka.js';

const LEADERS_WITHIN_MS = 30_000;
const DAY_MS = 86_400_000;
/** The broker's own default. */
const AS_THE_BROKER_SAYS = -1;

export interface TopicState {
  readonly topic: string;
  readonly made: boolean;
  /** What differs from the table, a line each; nothing of it is changed. */
  readonly drift: readonly string[];
}

export interface PrepareOptions {
  readonly topics: readonly string[];
  /** Copies of each partition; the broker's default where it is not said. */
  readonly replicationFactor?: number | undefined;
  /** Makes nothing: a missing topic is drift too. */
  readonly checkOnly?: boolean | undefined;
}

/** Makes the topics that are not there, as `topic-settings.ts` has them, and compares the others with it. Idempotent. */
export async function prepareKafkaTopics(
  settings: KafkaSettings,
  options: PrepareOptions,
): Promise<TopicState[]> {
  const { kafka, module } = await openKafka(settings);
  const admin = kafka.admin();
  await admin.connect();
  try {
    return await prepare(admin, options, module);
  } finally {
    await admin.disconnect();
  }
}

async function prepare(
  admin: Admin,
  { topics, replicationFactor, checkOnly }: PrepareOptions,
  module: KafkaModule,
): Promise<TopicState[]> {
  const existing = new Set(await admin.listTopics());
  const missing = topics.filter((topic) => !existing.has(topic));
  if (missing.length > 0 && checkOnly !== true)
    await admin.createTopics({
      waitForLeaders: false,
      topics: missing.map((topic) => topicConfig(topic, replicationFactor ?? AS_THE_BROKER_SAYS)),
    });
  if (checkOnly !== true) await untilLed(admin, missing);
  const drifts = await driftsOf(
    admin,
    topics.filter((topic) => existing.has(topic)),
    module,
  );
  return topics.map((topic) => ({
    topic,
    made: checkOnly !== true && missing.includes(topic),
    drift: drifts.get(topic) ?? (checkOnly === true ? ['is missing'] : []),
  }));
}

/** A broker may not know of a topic yet that the controller has just made. */
async function untilLed(admin: Admin, topics: readonly string[]): Promise<void> {
  if (topics.length === 0) return;
  await persevere(
    async () => {
      const { topics: found } = await admin.fetchTopicMetadata({ topics: [...topics] });
      if (found.some(({ partitions }) => partitions.some(({ leader }) => leader < 0))) throw new NotLedYet();
    },
    { forMs: LEADERS_WITHIN_MS, passes: () => true },
  );
}

class NotLedYet extends Error {}

function topicConfig(topic: string, replicationFactor: number): ITopicConfig {
  const settings = settingsOf(topic);
  const configEntries = Object.entries(configOf(settings)).map(([name, value]) => ({ name, value }));
  return { topic, numPartitions: settings.partitions, replicationFactor, configEntries };
}

function configOf({ retentionDays }: TopicSettings): Record<string, string> {
  if (retentionDays === null) return { 'cleanup.policy': 'compact' };
  return { 'cleanup.policy': 'delete', 'retention.ms': String(retentionDays * DAY_MS) };
}

async function driftsOf(
  admin: Admin,
  topics: readonly string[],
  module: KafkaModule,
): Promise<ReadonlyMap<string, string[]>> {
  if (topics.length === 0) return new Map();
  const { topics: found } = await admin.fetchTopicMetadata({ topics: [...topics] });
  const partitions = new Map(found.map((one) => [one.name, one.partitions.length]));
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: topics.map((name) => ({ type: module.ConfigResourceTypes.TOPIC, name })),
  });
  return new Map(
    resources.map(({ resourceName, configEntries }) => {
      const config = new Map(configEntries.map(({ configName, configValue }) => [configName, configValue]));
      return [resourceName, driftOf(resourceName, partitions.get(resourceName) ?? 0, config)];
    }),
  );
}

function driftOf(topic: string, partitions: number, config: ReadonlyMap<string, string>): string[] {
  const settings = settingsOf(topic);
  const compared = [
    ['partitions', String(partitions), String(settings.partitions)] as const,
    ...Object.entries(configOf(settings)).map(
      ([name, value]) => [name, config.get(name) ?? '', value] as const,
    ),
  ];
  return compared
    .filter(([, is, should]) => is !== should)
    .map(([name, is, should]) => `${name} is ${is}, not ${should}`);
}

import type { Component } from './components/component.ts';
import { ensureKafka } from './kafka/ensure-kafka.ts';
import { prepareKafka } from './kafka/kafka.ts';
import { makeTopics } from './kafka/make-topics.ts';
import { prepareRedis } from './components/redis.ts';
import { prepareS3, S3_BUCKET, S3_REGION } from './components/s3.ts';
import { together } from './tools/missing.ts';
import type { StackSecrets } from './secrets.ts';
import type { stackPaths, StackSettings } from './settings.ts';
import { ensureRedisServer } from './tools/debian-tools.ts';
import { ensureVersitygw } from './tools/versitygw.ts';
import type { Environment } from '../embedded/services.ts';

export interface BackingOptions {
  readonly settings: StackSettings;
  readonly paths: ReturnType<typeof stackPaths>;
  readonly secrets: StackSecrets;
  readonly ports: ReadonlyMap<string, number>;
  readonly say: (line: string) => void;
}

/** What the services share beside the database. */
export interface Backing {
  readonly components: readonly Component[];
  /** How services find it. */
  readonly environment: Environment;
  /** Once all answer: topics. */
  readonly ready: () => Promise<void>;
}

export async function prepareBacking(options: BackingOptions): Promise<Backing> {
  const { paths, secrets, ports, say } = options;
  const [redisServer, versitygw, jars] = await together([
    ensureRedisServer(say),
    ensureVersitygw(say),
    ensureKafka(say),
  ]);
  const kafka = await prepareKafka({
    jars,
    folder: paths.kafka,
    port: ports.get('kafka') ?? 0,
    controllerPort: ports.get('kafka-controller') ?? 0,
  });
  const redis = await prepareRedis({
    command: redisServer,
    folder: paths.redis,
    port: ports.get('redis') ?? 0,
    password: secrets.redisPassword,
  });
  const s3 = await prepareS3({
    command: versitygw,
    folder: paths.s3,
    port: ports.get('s3') ?? 0,
    accessKeyId: secrets.s3AccessKeyId,
    secretAccessKey: secrets.s3SecretAccessKey,
  });
  return {
    components: [kafka, redis, s3],
    environment: {
      KAFKA_BROKERS: kafka.address,
      BUS_DATABASE_URL: undefined,
      REDIS_URL: redis.address,
      ...bucketEnvironment(options, s3.address),
    },
    ready: () => makeTopics(kafka.address),
  };
}

function bucketEnvironment({ settings, secrets }: BackingOptions, endpoint: string): Environment {
  if (settings.storage === 'disk') return {};
  return {
    STORAGE: 's3',
    S3_ENDPOINT: endpoint,
    S3_PUBLIC_ENDPOINT: endpoint,
    S3_BUCKET,
    S3_REGION,
    S3_ACCESS_KEY_ID: secrets.s3AccessKeyId,
    S3_SECRET_ACCESS_KEY: secrets.s3SecretAccessKey,
  };
}

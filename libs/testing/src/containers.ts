import { setTimeout as delay } from 'node:timers/promises';
import type { ContainerRuntimeClient, WaitStrategy } from 'testcontainers';

/** A server that tests run against: where it is, where it comes from, and how it ends. */
export interface Backing {
  readonly url: string;
  readonly description: string;
  stop(): Promise<void>;
}

/** Official images by version: those of `docker-compose.yml`. */
export const IMAGES = {
  postgres: 'postgres:18.1-bookworm',
  kafka: 'apache/kafka:4.1.1',
  redis: 'redis:8.2.1-bookworm',
} as const;

export type BackingName = keyof typeof IMAGES;

interface Recipe {
  readonly port: number;
  readonly environment?: (address: string) => Record<string, string>;
  readonly command?: readonly string[];
  readonly ready: (wait: typeof import('testcontainers').Wait) => WaitStrategy;
  readonly url: (address: string) => string;
}

type Library = typeof import('testcontainers');

/** Nothing of a test's database survives, so nothing of it is flushed. */
export const FAST_AND_LOSSY = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'max_connections=400',
  'shared_buffers=64MB',
  'timezone=UTC',
];
const STARTS_WITHIN_MS = 120_000;
const PULLS_WITHIN_MS = 180_000;

const RECIPES: Readonly<Record<BackingName, Recipe>> = {
  postgres: {
    port: 5432,
    environment: () => ({ POSTGRES_HOST_AUTH_METHOD: 'trust' }),
    command: ['postgres', ...FAST_AND_LOSSY.flatMap((setting) => ['-c', setting])],
    // By TCP: the server that only initialises listens on its socket alone.
    ready: (wait) => wait.forSuccessfulCommand('pg_isready -h 127.0.0.1 -U postgres'),
    url: (address) => `postgres://postgres@${address}/postgres`,
  },
  kafka: {
    port: 9092,
    environment: kafkaEnvironment,
    ready: (wait) => wait.forLogMessage(/Kafka Server started/),
    url: (address) => address,
  },
  redis: {
    port: 6379,
    ready: (wait) => wait.forSuccessfulCommand('redis-cli ping'),
    url: (address) => `redis://${address}`,
  },
};

/**
 * The server from its official image on a port of this machine where a container engine answers; null, and `say` says why,
 * where it has to come from elsewhere. `WAYBILL_TEST_BACKING=native` never asks for an engine, `=containers` takes nothing else.
 */
export async function startInContainer(
  name: BackingName,
  port: number,
  say: (line: string) => void,
): Promise<Backing | null> {
  const wish = process.env.WAYBILL_TEST_BACKING;
  if (wish === 'native') return null;
  try {
    return await start(name, port);
  } catch (error) {
    if (wish === 'containers') throw error;
    const reason = error instanceof Error ? error.message : String(error);
    say(`No container for ${name}: ${reason}`);
    return null;
  }
}

async function start(name: BackingName, port: number): Promise<Backing> {
  const library = await import('testcontainers');
  const client = await library.getContainerRuntimeClient();
  await haveImage(library, client, IMAGES[name]);
  const address = `${client.info.containerRuntime.host}:${String(port)}`;
  const container = await describe(library, name, port, address).start();
  return {
    url: RECIPES[name].url(address),
    description: `container ${IMAGES[name]} at ${address}`,
    stop: async () => {
      await container.stop({ timeout: 0 });
    },
  };
}

/** Asked for by itself, so that an image that is not to be had is told from a server that does not start. */
async function haveImage(library: Library, client: ContainerRuntimeClient, image: string): Promise<void> {
  const name = library.ImageName.fromString(image);
  if (await client.image.exists(name)) return;
  const late = delay(PULLS_WITHIN_MS, undefined, { ref: false }).then(() => {
    throw new Error(`${image} did not come in ${String(PULLS_WITHIN_MS / 1000)} s`);
  });
  await Promise.race([client.image.pull(name), late]);
}

function describe({ GenericContainer, Wait }: Library, name: BackingName, port: number, address: string) {
  const recipe = RECIPES[name];
  const container = new GenericContainer(IMAGES[name])
    .withExposedPorts({ container: recipe.port, host: port })
    .withEnvironment(recipe.environment?.(address) ?? {})
    .withWaitStrategy(recipe.ready(Wait))
    .withStartupTimeout(STARTS_WITHIN_MS);
  return recipe.command === undefined ? container : container.withCommand([...recipe.command]);
}

/** A broker tells its clients where it is, so it has to know the port it has outside. */
function kafkaEnvironment(address: string): Record<string, string> {
  return {
    KAFKA_NODE_ID: '1',
    KAFKA_PROCESS_ROLES: 'broker,controller',
    KAFKA_CONTROLLER_QUORUM_VOTERS: '1@localhost:9093',
    KAFKA_LISTENERS: 'PLAINTEXT://:9092,CONTROLLER://:9093',
    KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://${address}`,
    KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
    KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    KAFKA_INTER_BROKER_LISTENER_NAME: 'PLAINTEXT',
    KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
    KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
    KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
    KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
    KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
  };
}

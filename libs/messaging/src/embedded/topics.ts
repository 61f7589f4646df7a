import { settingsOf } from '../bus/topic-settings.js';
import { BusDatabase, type Statement } from './bus-database.js';

export interface KnownTopic {
  readonly name: string;
  readonly id: number;
  readonly partitions: number;
}

const CREATE: Statement = {
  name: 'bus-create-topics',
  text: `
    WITH wanted AS (SELECT * FROM unnest($1::text[], $2::int[]) AS topic (name, partitions) ORDER BY name),
    made AS (
      INSERT INTO bus.topics (name, partitions) SELECT name, partitions FROM wanted
      ON CONFLICT (name) DO NOTHING RETURNING topic_id, partitions
    )
    INSERT INTO bus.partitions (topic_id, partition)
    SELECT topic_id, generate_series(0, partitions - 1) FROM made`,
};

const FIND: Statement = {
  name: 'bus-find-topics',
  text: `SELECT name, topic_id AS id, partitions FROM bus.topics WHERE name = ANY ($1)`,
};

/** Topics by name, made where they do not exist yet (on the embedded carrier nobody else would). */
export class Topics {
  readonly #known = new Map<string, KnownTopic>();

  constructor(private readonly database: BusDatabase) {}

  async find(names: readonly string[]): Promise<ReadonlyMap<string, KnownTopic>> {
    const missing = [...new Set(names)].filter((name) => !this.#known.has(name));
    if (missing.length > 0) await this.#learn(missing);
    return this.#known;
  }

  async #learn(names: readonly string[]): Promise<void> {
    let found = await this.database.query<KnownTopic>(FIND, [names]);
    if (found.length < names.length) {
      await this.database.query(CREATE, [names, names.map((name) => settingsOf(name).partitions)]);
      found = await this.database.query<KnownTopic>(FIND, [names]);
    }
    for (const topic of found) this.#known.set(topic.name, topic);
  }
}

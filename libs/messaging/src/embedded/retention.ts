import { settingsOf } from '../bus/topic-settings.js';
import type { BusDatabase, Statement } from './bus-database.js';

const PIECE = 5_000;

/** The oldest of each partition first, and no further than the first that is young enough. */
const FORGET: Statement = {
  name: 'bus-forget',
  text: `
    WITH oldest AS (
      SELECT m.topic_id, m.partition, m.message_offset
        FROM bus.partitions AS p JOIN bus.topics AS t USING (topic_id)
       CROSS JOIN LATERAL (
         SELECT * FROM bus.messages AS m
          WHERE m.topic_id = p.topic_id AND m.partition = p.partition
          ORDER BY m.message_offset LIMIT ${PIECE}
       ) AS m
       WHERE t.name = $1 AND m.published_at < now() - $2 * interval '1 day'
    )
    DELETE FROM bus.messages AS m USING oldest AS o
     WHERE m.topic_id = o.topic_id AND m.partition = o.partition AND m.message_offset = o.message_offset
    RETURNING 1`,
};

/** Keeps the latest message of each key; a day's grace lets a reader that lags a little see the steps in between. */
const COMPACT: Statement = {
  name: 'bus-compact',
  text: `
    DELETE FROM bus.messages AS m USING (
      SELECT m.topic_id, m.partition, m.message_offset, m.published_at,
             lead(m.message_offset) OVER (PARTITION BY m.topic_id, m.partition, m.key ORDER BY m.message_offset) AS newer
        FROM bus.messages AS m JOIN bus.topics AS t USING (topic_id) WHERE t.name = $1
    ) AS old
     WHERE old.newer IS NOT NULL AND old.published_at < now() - interval '1 day'
       AND m.topic_id = old.topic_id AND m.partition = old.partition AND m.message_offset = old.message_offset
    RETURNING 1`,
};

const TOPIC_NAMES: Statement = { name: 'bus-topic-names', text: 'SELECT name FROM bus.topics' };

/** Drops what is older than its topic's retention; gives how many messages. Harmless to run anywhere, any time. */
export async function forgetOldMessages(
  database: BusDatabase,
  retentionDays: (topic: string) => number | null = (topic) => settingsOf(topic).retentionDays,
): Promise<number> {
  let forgotten = 0;
  for (const { name } of await database.query<{ name: string }>(TOPIC_NAMES, [])) {
    const days = retentionDays(name);
    if (days === null) forgotten += (await database.query(COMPACT, [name])).length;
    else forgotten += await forgetTopic(database, name, days);
  }
  return forgotten;
}

async function forgetTopic(database: BusDatabase, topic: string, days: number): Promise<number> {
  let forgotten = 0;
  for (;;) {
    const piece = (await database.query(FORGET, [topic, days])).length;
    forgotten += piece;
    if (piece < PIECE) return forgotten;
  }
}

import type { OutgoingMessage } from '../bus/event-bus.js';
import { BusDatabase, type Statement } from './bus-database.js';
import { partitionOf } from './partition-of.js';
import type { Topics } from './topics.js';

/** Channel of NOTIFY. Payloads: `m topic_id/partition` for messages, `g group` for a group to share anew. */
export const CHANNEL = 'waybill_bus';

/**
 * The partition's row is locked (in one order everywhere, so that publishers never deadlock) until the commit: offsets
 * are dense and become visible in their order, so a reader that goes on after the last one it saw misses nothing.
 */
const PUBLISH: Statement = {
  name: 'bus-publish',
  text: `
    WITH incoming AS (
      SELECT * FROM unnest($1::int[], $2::int[], $3::text[], $4::text[], $5::text[], $6::text[])
        WITH ORDINALITY AS message (topic_id, partition, event_id, key, value, headers, place)
    ), counts AS (
      SELECT topic_id, partition, count(*) AS messages FROM incoming GROUP BY topic_id, partition
    ), locked AS MATERIALIZED (
      SELECT topic_id, partition, messages
        FROM bus.partitions JOIN counts USING (topic_id, partition)
       ORDER BY topic_id, partition
         FOR UPDATE OF partitions
    ), moved AS (
      UPDATE bus.partitions AS p SET next_offset = p.next_offset + l.messages
        FROM locked AS l
       WHERE p.topic_id = l.topic_id AND p.partition = l.partition
      RETURNING p.topic_id, p.partition, p.next_offset - l.messages AS first_offset
    ), written AS (
      INSERT INTO bus.messages (topic_id, partition, message_offset, event_id, key, value, headers)
      SELECT topic_id, partition,
             first_offset + row_number() OVER (PARTITION BY topic_id, partition ORDER BY place) - 1,
             event_id, key, value, headers::jsonb
        FROM incoming JOIN moved USING (topic_id, partition)
    )
    SELECT pg_notify('${CHANNEL}', 'm ' || topic_id || '/' || partition) FROM moved`,
};

export async function publish(
  database: BusDatabase,
  topics: Topics,
  messages: readonly OutgoingMessage[],
): Promise<void> {
  if (messages.length === 0) return;
  const known = await topics.find(messages.map((message) => message.topic));
  const placed = messages.map((message) => {
    const topic = known.get(message.topic);
    if (topic === undefined) throw new Error(`Topic ${message.topic} could not be made`);
    return { topic: topic.id, partition: partitionOf(message.key, topic.partitions) };
  });
  await database.query(PUBLISH, [
    placed.map((place) => place.topic),
    placed.map((place) => place.partition),
    messages.map((message) => message.id),
    messages.map((message) => message.key),
    messages.map((message) => message.value),
    messages.map((message) => (message.headers ? JSON.stringify(message.headers) : null)),
  ]);
}

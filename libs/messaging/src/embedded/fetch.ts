import type { IncomingMessage } from '../bus/event-bus.js';
import type { BusDatabase, Statement } from './bus-database.js';
import type { OwnedPartition } from './owned-partition.js';

/** Of one partition at a time. */
export const BATCH_MESSAGES = 500;
/** Bounds what one answer may weigh. */
export const PARTITIONS_AT_ONCE = 12;

const FETCH: Statement = {
  name: 'bus-fetch',
  text: `
    SELECT m.topic_id || '/' || m.partition AS place, m.message_offset::text AS "offset", m.key, m.value, m.headers
      FROM unnest($1::int[], $2::int[], $3::bigint[]) AS wanted (topic_id, partition, position)
     CROSS JOIN LATERAL (
       SELECT * FROM bus.messages AS m
        WHERE m.topic_id = wanted.topic_id AND m.partition = wanted.partition
          AND m.message_offset >= wanted.position
        ORDER BY m.message_offset LIMIT ${BATCH_MESSAGES}
     ) AS m
     ORDER BY m.topic_id, m.partition, m.message_offset`,
};

interface Row {
  readonly place: string;
  readonly offset: string;
  readonly key: string;
  readonly value: string;
  readonly headers: Record<string, string> | null;
}

/** The next messages of several partitions, in one statement. Partitions without any are missing in the answer. */
export async function fetch(
  database: BusDatabase,
  partitions: readonly OwnedPartition[],
  signal: AbortSignal,
): Promise<Map<OwnedPartition, IncomingMessage[]>> {
  const byKey = new Map(partitions.map((partition) => [partition.key, partition]));
  const rows = await database.patiently<Row>(
    FETCH,
    [
      partitions.map(({ claim }) => claim.topicId),
      partitions.map(({ claim }) => claim.partition),
      partitions.map(({ position }) => position.toString()),
    ],
    signal,
  );
  const found = new Map<OwnedPartition, IncomingMessage[]>();
  for (const [place, ofPlace] of Map.groupBy(rows, (row) => row.place)) {
    const partition = byKey.get(place);
    if (partition !== undefined)
      found.set(
        partition,
        ofPlace.map((row) => incoming(partition, row)),
      );
  }
  return found;
}

function incoming(partition: OwnedPartition, row: Row): IncomingMessage {
  return {
    topic: partition.topic,
    partition: partition.claim.partition,
    offset: row.offset,
    key: row.key,
    value: row.value,
    headers: row.headers ?? {},
  };
}

import type { Statement } from './bus-database.js';
import { CHANNEL } from './publish.js';

/** What is lost by a crash of the server is done again, and the inbox knows it: no flush to wait for. */
export const LOCK_GROUP = `
  SELECT pg_advisory_xact_lock(hashtext('waybill group'), hashtext($1)),
         set_config('synchronous_commit', 'off', true)`;

/** $1 member, $2 lease in milliseconds, $3 and $4 the listening session. */
export const BEAT = `
  UPDATE bus.members
     SET expires_at = clock_timestamp() + $2 * interval '1 millisecond',
         backend_pid = $3, backend_start = to_timestamp($4::numeric / 1000000)
   WHERE member = $1`;

export const JOIN = `
  WITH joined AS (
    INSERT INTO bus.members (member, consumer_group, topic_ids, expires_at, backend_pid, backend_start)
    VALUES ($1, $2, $3, clock_timestamp() + $4 * interval '1 millisecond', $5, to_timestamp($6::numeric / 1000000))
    RETURNING consumer_group
  )
  SELECT pg_notify('${CHANNEL}', 'g ' || consumer_group) FROM joined`;

/** A group that is new to a topic starts at its beginning; $3 true: behind its end. */
export const ADD_PARTITIONS = `
  INSERT INTO bus.group_partitions (consumer_group, topic_id, partition, committed)
  SELECT $1, topic_id, partition, CASE WHEN $3 THEN next_offset ELSE 0 END
    FROM bus.partitions WHERE topic_id = ANY ($2)
  ON CONFLICT DO NOTHING`;

/**
 * Dead is whose lease is over, or whose connection PostgreSQL no longer knows (kill -9 closes it at once). Sessions of
 * other roles hide their start; then the process id has to do.
 */
export const BURY_THE_DEAD = `
  WITH dead AS (
    DELETE FROM bus.members AS m
     WHERE m.consumer_group = $1
       AND (m.expires_at < clock_timestamp()
            OR m.backend_pid IS NOT NULL AND NOT EXISTS (
                 SELECT FROM pg_stat_activity AS a
                  WHERE a.pid = m.backend_pid
                    AND coalesce(abs(extract(epoch FROM a.backend_start - m.backend_start)) < 0.001, true)))
    RETURNING m.member
  )
  UPDATE bus.group_partitions AS p SET owner = NULL
    FROM dead WHERE p.consumer_group = $1 AND p.owner = dead.member`;

export const MEMBERS = `
  SELECT member, topic_ids AS "topicIds" FROM bus.members WHERE consumer_group = $1`;

export const PARTITIONS = `
  SELECT topic_id AS "topicId", partition, owner FROM bus.group_partitions
   WHERE consumer_group = $1 AND topic_id = ANY ($2)
   ORDER BY topic_id, partition`;

/** The epoch fences: whatever the former owner still says carries an older one. */
export const CLAIM = `
  UPDATE bus.group_partitions AS p SET owner = $2, epoch = p.epoch + 1
    FROM unnest($3::int[], $4::int[]) AS mine (topic_id, partition)
   WHERE p.consumer_group = $1 AND p.topic_id = mine.topic_id AND p.partition = mine.partition
     AND p.owner IS NULL`;

export const OWNED = `
  SELECT topic_id AS "topicId", partition, epoch::text, committed::text
    FROM bus.group_partitions WHERE consumer_group = $1 AND owner = $2`;

/** In one order, as all that lock several partitions do. Answers those that are still this member's. */
export const COMMIT_OFFSETS: Statement = {
  name: 'bus-commit-offsets',
  text: `
    WITH done AS (
      SELECT * FROM unnest($3::int[], $4::int[], $5::bigint[], $6::bigint[])
        AS done (topic_id, partition, epoch, next_offset)
    ), mine AS MATERIALIZED (
      SELECT p.topic_id, p.partition, p.epoch, done.next_offset
        FROM bus.group_partitions AS p JOIN done USING (topic_id, partition, epoch)
       WHERE p.consumer_group = $1 AND p.owner = $2
       ORDER BY p.topic_id, p.partition
         FOR UPDATE OF p
    )
    UPDATE bus.group_partitions AS p SET committed = greatest(p.committed, mine.next_offset)
      FROM mine
     WHERE p.consumer_group = $1 AND p.topic_id = mine.topic_id AND p.partition = mine.partition
    RETURNING p.topic_id || '/' || p.partition || '/' || p.epoch AS claim,
              set_config('synchronous_commit', 'off', true)`,
};

export const RELEASE: Statement = {
  name: 'bus-release',
  text: `
    WITH released AS (
      UPDATE bus.group_partitions SET owner = NULL
       WHERE consumer_group = $1 AND topic_id = $2 AND partition = $3 AND owner = $4 AND epoch = $5
      RETURNING consumer_group
    )
    SELECT pg_notify('${CHANNEL}', 'g ' || consumer_group) FROM released`,
};

export const FORGET: Statement = {
  name: 'bus-forget',
  text: `DELETE FROM bus.group_partitions WHERE consumer_group = $1`,
};

export const LEAVE: Statement = {
  name: 'bus-leave',
  text: `
    WITH gone AS (
      DELETE FROM bus.members WHERE member = $2
    ), released AS (
      UPDATE bus.group_partitions SET owner = NULL WHERE consumer_group = $1 AND owner = $2
    )
    SELECT pg_notify('${CHANNEL}', 'g ' || $1)`,
};

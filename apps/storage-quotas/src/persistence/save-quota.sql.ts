/**
 * The reservation: one conditional statement, `held + committed + n <= total`, with the holds keyed by download id in
 * the same breath (DESIGN.md, section 4). No row of `room` means that nothing was written.
 */
export const SAVE_QUOTA = `
  WITH room AS (
    UPDATE quota_accounts
       SET revision = revision + $3, tier = $4, total_bytes = $5,
           held_bytes = held_bytes + $6, committed_bytes = committed_bytes + $7,
           auto_delete_enabled = $8, auto_delete_days = $9, notification_threshold = $10, updated_at = $11
     WHERE user_id = $1 AND revision = $2
       AND ($12::bigint = 0 OR held_bytes + committed_bytes + $12 <= total_bytes)
    RETURNING user_id
  ), kept AS (
    INSERT INTO holds (download_id, user_id, phase, bytes, generation, revision,
                       lease_generation, lease_bytes, lease_until, updated_at)
    SELECT hold.*, $11
      FROM room CROSS JOIN LATERAL (
        SELECT h.download_id, room.user_id, h.phase, h.bytes, h.generation, h.revision,
               h.lease_generation, h.lease_bytes, h.lease_until
          FROM unnest($13::text[], $14::text[], $15::bigint[], $16::int[], $17::bigint[],
                      $18::int[], $19::bigint[], $20::timestamptz[])
            AS h(download_id, phase, bytes, generation, revision, lease_generation, lease_bytes, lease_until)
      ) hold
    ON CONFLICT (download_id) DO UPDATE
      SET phase = excluded.phase, bytes = excluded.bytes, generation = excluded.generation,
          revision = excluded.revision, lease_generation = excluded.lease_generation,
          lease_bytes = excluded.lease_bytes, lease_until = excluded.lease_until, updated_at = excluded.updated_at
      WHERE holds.user_id = excluded.user_id
    RETURNING 1
  )
  SELECT (SELECT count(*) FROM room)::int AS accounts, (SELECT count(*) FROM kept)::int AS holds`;

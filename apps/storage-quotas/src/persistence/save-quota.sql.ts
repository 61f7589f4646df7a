/**
 * The reservation: one conditional statement, `held + committed + n <= total`, with the holds keyed by download id in
 * the same breath (DESIGN.md, section 4). An account without a row in `moved` has no room: nothing of it was written. One
 * whose sums stay as they are is not touched, for its row is the lock that everybody of this person waits for.
 */
export const SAVE_QUOTAS = `
  WITH change AS (
    SELECT * FROM unnest($1::text[], $2::bigint[], $3::boolean[], $4::text[], $5::bigint[], $6::bigint[], $7::bigint[],
                         $8::boolean[], $9::int[], $10::int[], $11::bigint[])
      AS change (user_id, revision, moves, tier, total_bytes, held, committed,
                 auto_delete_enabled, auto_delete_days, notification_threshold, reserved)
  ), moved AS (
    UPDATE quota_accounts AS account
       SET revision = account.revision + 1, tier = change.tier, total_bytes = change.total_bytes,
           held_bytes = account.held_bytes + change.held, committed_bytes = account.committed_bytes + change.committed,
           auto_delete_enabled = change.auto_delete_enabled, auto_delete_days = change.auto_delete_days,
           notification_threshold = change.notification_threshold, updated_at = $12
      FROM change
     WHERE change.moves AND account.user_id = change.user_id AND account.revision = change.revision
       AND (change.reserved = 0 OR account.held_bytes + account.committed_bytes + change.reserved <= account.total_bytes)
    RETURNING account.user_id
  ), kept AS (
    INSERT INTO holds (download_id, user_id, phase, bytes, generation, revision,
                       lease_generation, lease_bytes, lease_until, updated_at)
    SELECT download_id, user_id, phase, bytes, generation, revision, lease_generation, lease_bytes, lease_until, $12
      FROM unnest($13::text[], $14::text[], $15::text[], $16::bigint[], $17::int[], $18::bigint[],
                  $19::int[], $20::bigint[], $21::timestamptz[])
        AS hold (download_id, user_id, phase, bytes, generation, revision, lease_generation, lease_bytes, lease_until)
      JOIN (SELECT user_id FROM moved UNION ALL SELECT user_id FROM change WHERE NOT moves) AS account USING (user_id)
     ORDER BY download_id
    ON CONFLICT (download_id) DO UPDATE
      SET phase = excluded.phase, bytes = excluded.bytes, generation = excluded.generation,
          revision = excluded.revision, lease_generation = excluded.lease_generation,
          lease_bytes = excluded.lease_bytes, lease_until = excluded.lease_until, updated_at = excluded.updated_at
      WHERE holds.user_id = excluded.user_id
    RETURNING 1
  )
  SELECT (SELECT count(*) FROM moved)::int AS accounts, (SELECT count(*) FROM kept)::int AS holds`;

import { asArray, sumOf } from './sql-parts.js';

export const FIRST_DAY = `
  SELECT least((SELECT min(day) FROM figures.day_types),
               (SELECT min((hour AT TIME ZONE 'UTC')::date) FROM figures.served_hours)) AS day`;

/** $1 the day, $2 its scope of people. */
export const DAILY = `
  SELECT
    (SELECT to_jsonb(sums) FROM (
      SELECT ${sumOf('begun', 'completed', 'failed', 'cancelled', 'completed_bytes', 'moved_bytes', 'active_us', 'automated')}
      FROM figures.day_types WHERE day = $1::date
    ) sums) AS totals,
    coalesce((SELECT people FROM figures.unique_people WHERE scope = $2), 0) AS people,
    (SELECT coalesce(sum(bytes), 0) FROM figures.served_hours
     WHERE hour >= ($1::date)::timestamp AT TIME ZONE 'UTC'
       AND hour < ($1::date + 1)::timestamp AT TIME ZONE 'UTC') AS served_bytes,
    coalesce((SELECT bytes FROM figures.reported_days WHERE day = $1::date), 0) AS reported_bytes,
    coalesce((SELECT issued FROM figures.grant_days WHERE day = $1::date), 0) AS issued,
    coalesce((SELECT denied FROM figures.grant_days WHERE day = $1::date), 0) AS denied,
    ${asArray(`SELECT types.*, coalesce(people, 0) AS people FROM figures.day_types types
               LEFT JOIN figures.unique_people ON scope = $2 || '/' || types.file_type
               WHERE day = $1::date AND begun > 0 ORDER BY begun DESC, file_type`)} AS types,
    ${asArray(`SELECT country, begun, completed FROM figures.day_countries
               WHERE day = $1::date AND begun > 0 ORDER BY begun DESC, country`)} AS countries,
    ${asArray(`SELECT rule, summary, raised_at FROM alerts
               WHERE raised_at >= ($1::date)::timestamp AT TIME ZONE 'UTC'
                 AND raised_at < ($1::date + 1)::timestamp AT TIME ZONE 'UTC' ORDER BY raised_at`)} AS alerts`;

/** $1 the first day, $2 the day after the last, $3 how many. A report is no read: here people may be counted. */
export const COMPLETED_FILES = `
  WITH top AS MATERIALIZED (
    SELECT file_id, sum(completed) AS completed FROM figures.file_days
    WHERE day >= $1::date AND day < $2::date
    GROUP BY file_id HAVING sum(completed) > 0 ORDER BY completed DESC, file_id LIMIT $3
  ),
  downloaders AS (
    SELECT file_id, count(DISTINCT user_id) AS people FROM figures.download_state
    WHERE status = 'completed' AND ended_at >= ($1::date)::timestamp AT TIME ZONE 'UTC'
      AND ended_at < ($2::date)::timestamp AT TIME ZONE 'UTC' AND file_id IN (SELECT file_id FROM top)
    GROUP BY file_id
  )
  SELECT file_id, file_name, file_type, completed, people
  FROM top JOIN downloaders USING (file_id) JOIN figures.files USING (file_id)
  ORDER BY completed DESC, file_id`;

import { asArray, asObject, sumOf } from './sql-parts.js';

const PERSONS_DOWNLOADS = `
  SELECT download_id, file_id, file_name, file_type, size, begun_at, ended_at, status, accuracy, speed_kbps,
         bytes_served, active_us, resume_count, automated
  FROM figures.download_state
  WHERE user_id = $1 AND begun_at >= $2`;
const LATEST_FIRST = `ORDER BY begun_at DESC, download_id DESC LIMIT $3`;

export const HISTORY = `${PERSONS_DOWNLOADS} ${LATEST_FIRST} OFFSET $4`;

/** Costs the same however far down the list it goes on. */
export const HISTORY_AFTER = `${PERSONS_DOWNLOADS} AND (begun_at, download_id) < ($4, $5) ${LATEST_FIRST}`;

export const PERSON = `
  SELECT totals.*, ARRAY(
    SELECT file_type FROM figures.person_types
    WHERE user_id = $1 AND completed > 0 ORDER BY completed DESC, file_type LIMIT 5
  ) AS favourite_types
  FROM figures.person_totals totals WHERE user_id = $1 AND begun > 0`;

/** $1 the person, $2 the first day, $3 the step of the speeds. */
export const PERSON_PERIOD = `
  WITH mine AS MATERIALIZED (
    SELECT * FROM figures.person_days WHERE user_id = $1 AND day >= $2::date AND begun > 0
  )
  SELECT
    (SELECT to_jsonb(sums) FROM (
      SELECT ${sumOf('begun', 'completed', 'failed', 'cancelled', 'begun_bytes', 'moved_bytes', 'active_us')} FROM mine
    ) sums) AS overview,
    ${asArray(`SELECT day, ${sumOf('begun', 'begun_bytes')} FROM mine GROUP BY day ORDER BY day DESC`)} AS days,
    ${asArray(`SELECT resource_type AS type, ${sumOf('begun', 'begun_bytes')} FROM mine
                GROUP BY resource_type ORDER BY begun_bytes DESC, type`)} AS types,
    ${asArray(`SELECT category, ${sumOf('begun', 'begun_bytes')} FROM mine
                GROUP BY category ORDER BY begun_bytes DESC, category`)} AS categories,
    ${asArray(`SELECT date_trunc($3, hour, 'UTC') AS at, ${sumOf('moved_bytes', 'active_us')}
                FROM figures.person_hours
                WHERE user_id = $1 AND hour >= ($2::date)::timestamp AT TIME ZONE 'UTC'
                GROUP BY at HAVING sum(active_us) > 0 ORDER BY at`)} AS speeds`;

/** The sum over the window of each file of a query. */
const totalsOf = (candidates: string) => `
  SELECT candidate.file_id, total.completed FROM (${candidates}) candidate
  CROSS JOIN LATERAL (
    SELECT sum(completed) AS completed FROM figures.file_days
    WHERE file_id = candidate.file_id AND day BETWEEN $1::date AND $2::date
  ) total`;

const ranked = (top: string) => `
  SELECT top.file_id, file.file_name, file.file_type, file.size, top.completed, file.last_completed_at,
         (SELECT coalesce(sum(people), 0) FROM figures.file_recency recency
          WHERE recency.file_id = top.file_id AND last_day >= $1::date) AS people
  FROM ${top} top JOIN figures.files file USING (file_id)
  ORDER BY top.completed DESC, file_id`;

/** More of them are dearer to add up one by one than all files of the window at once. */
const MOST_CANDIDATES = 1000;

/**
 * $1 the first day, $2 the last, $3 how many. Exact without adding up every file: those that lead on single days give a
 * bar that the last of the ranking reaches at least. Whoever reaches it over n days has a day with an n-th of it (the
 * pigeonhole principle), and on days without one less than that: the others need not be looked at. Where all are much
 * alike that spares nothing: `files` is null then.
 */
export const POPULAR = `
  WITH days AS MATERIALIZED (
    SELECT day::date AS day FROM generate_series($1::date, $2::date, '1 day') AS days (day)
  ),
  leaders AS MATERIALIZED (
    SELECT file_id FROM days CROSS JOIN LATERAL (
      SELECT file_id, completed FROM figures.file_days ranked
      WHERE ranked.day = days.day ORDER BY completed DESC, file_id LIMIT $3
    ) head
    GROUP BY file_id ORDER BY sum(completed) DESC LIMIT 2 * $3
  ),
  bar AS MATERIALIZED (
    SELECT coalesce(sum(completed), 0) AS total, ceil(coalesce(sum(completed), 0) / (SELECT count(*) FROM days)) AS share
    FROM (SELECT completed FROM (${totalsOf('SELECT * FROM leaders')}) totals ORDER BY completed DESC OFFSET $3 - 1 LIMIT 1) last
  ),
  reaching AS MATERIALIZED (
    SELECT file_id, completed FROM days CROSS JOIN LATERAL (
      SELECT file_id, completed FROM figures.file_days ranked
      WHERE ranked.day = days.day AND ranked.completed >= greatest((SELECT share FROM bar)::bigint, 1)
    ) day LIMIT ${4 * MOST_CANDIDATES} + 1
  ),
  candidates AS MATERIALIZED (
    SELECT file_id FROM reaching
    GROUP BY file_id
    HAVING sum(completed) + ((SELECT count(*) FROM days) - count(*)) * greatest((SELECT share FROM bar) - 1, 0)
      >= (SELECT total FROM bar)
  ),
  top AS MATERIALIZED (
    SELECT * FROM (${totalsOf('SELECT * FROM candidates')}) totals ORDER BY completed DESC, file_id LIMIT $3
  )
  SELECT CASE
    WHEN (SELECT count(*) FROM reaching) > ${4 * MOST_CANDIDATES} OR (SELECT count(*) FROM candidates) > ${MOST_CANDIDATES}
    THEN NULL ELSE ${asArray(ranked('top'))} END AS files`;

/** $1 the first day, $2 the last, $3 how many. */
export const POPULAR_OF_ALL = `
  WITH top AS MATERIALIZED (
    SELECT file_id, sum(completed) AS completed FROM figures.file_days
    WHERE day BETWEEN $1::date AND $2::date
    GROUP BY file_id HAVING sum(completed) > 0 ORDER BY completed DESC, file_id LIMIT $3
  )
  ${ranked('top')}`;

/** $1 the file. Separate sums, so that no part multiplies another; absent parts are empty. */
export const FILE = `
  SELECT coalesce(begun, 0) AS begun, coalesce(completed, 0) AS completed, coalesce(failed, 0) AS failed,
         coalesce(cancelled, 0) AS cancelled, coalesce(active_us, 0) AS active_us, coalesce(automated, 0) AS automated,
         coalesce(reported_bytes, 0) AS reported_bytes, served.bytes AS served_bytes, served.automated_bytes,
         (SELECT coalesce(sum(people), 0) FROM figures.file_recency WHERE file_id = $1) AS people,
         ${asArray(`SELECT hour, completed AS downloads FROM figures.file_hours
                     WHERE file_id = $1 AND completed > 0 ORDER BY hour`)} AS hours,
         ${asObject(`SELECT country AS name, completed AS number FROM figures.file_countries
                      WHERE file_id = $1 AND completed > 0`)} AS countries
  FROM (SELECT ${sumOf('bytes', 'automated_bytes')} FROM figures.served_files WHERE file_id = $1) served
  LEFT JOIN figures.file_totals ON file_id = $1`;

/** $1 the day, $2 its scope of people. */
export const DAY = `
  SELECT
    ${asArray(`SELECT types.*, coalesce(people, 0) AS people
                FROM figures.day_types types
                LEFT JOIN figures.unique_people ON scope = $2 || '/' || types.file_type
                WHERE day = $1::date AND begun > 0 ORDER BY begun DESC, file_type`)} AS types,
    coalesce((SELECT people FROM figures.unique_people WHERE scope = $2), 0) AS people,
    ${asObject(`SELECT country AS name, begun AS number FROM figures.day_countries
                 WHERE day = $1::date AND begun > 0`)} AS countries`;

/** $1 the first day. */
export const BANDWIDTH = `
  WITH served AS (
    SELECT (hour AT TIME ZONE 'UTC')::date AS day, sum(bytes) AS served_bytes, sum(automated_bytes) AS automated_bytes
    FROM figures.served_hours WHERE hour >= ($1::date)::timestamp AT TIME ZONE 'UTC' GROUP BY 1
  ),
  reported AS (SELECT day, bytes AS reported_bytes FROM figures.reported_days WHERE day >= $1::date AND bytes > 0),
  began AS (SELECT day, sum(begun) AS begun FROM figures.day_types WHERE day >= $1::date GROUP BY day HAVING sum(begun) > 0)
  SELECT day, coalesce(served_bytes, 0) AS served_bytes, coalesce(automated_bytes, 0) AS automated_bytes,
         coalesce(reported_bytes, 0) AS reported_bytes, coalesce(begun, 0) AS begun, coalesce(people, 0) AS people
  FROM served FULL JOIN reported USING (day) FULL JOIN began USING (day)
  LEFT JOIN figures.unique_people ON scope = 'day/' || to_char(day, 'YYYY-MM-DD')
  ORDER BY day DESC`;

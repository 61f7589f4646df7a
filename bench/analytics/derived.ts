const OUTCOMES = `count(*), count(*) FILTER (WHERE status = 'completed'), count(*) FILTER (WHERE status = 'failed'),
  count(*) FILTER (WHERE status = 'cancelled')`;
const done = (column: string) => `coalesce(sum(${column}) FILTER (WHERE status = 'completed'), 0)`;
const MOVED = `${done('bytes_served')}, ${done('active_us')}`;
const BEGUN_DAY = `(begun_at AT TIME ZONE 'UTC')::date`;
const ENDED_DAY = `(ended_at AT TIME ZONE 'UTC')::date`;
const FROM = `FROM figures.download_state`;
const COMPLETED = `${FROM} WHERE status = 'completed'`;

/** The rollups of loaded states, in bulk: what the service sums up event by event. */
export const DERIVED = [
  `INSERT INTO figures.person_totals SELECT user_id, ${OUTCOMES}, ${done('size')}, ${MOVED}, 0 ${FROM} GROUP BY 1`,
  `INSERT INTO figures.person_types SELECT user_id, file_type, count(*) ${COMPLETED} GROUP BY 1, 2`,
  `INSERT INTO figures.person_days
   SELECT user_id, ${BEGUN_DAY}, resource_type, category, ${OUTCOMES}, sum(size), ${MOVED} ${FROM} GROUP BY 1, 2, 3, 4`,
  `INSERT INTO figures.person_hours SELECT user_id, date_trunc('hour', begun_at), ${MOVED} ${FROM} GROUP BY 1, 2`,
  `INSERT INTO figures.file_totals SELECT file_id, ${OUTCOMES}, ${done('active_us')}, 0, 0 ${FROM} GROUP BY 1`,
  `INSERT INTO figures.file_hours
   SELECT file_id, extract(hour FROM begun_at AT TIME ZONE 'UTC'), count(*) ${COMPLETED} GROUP BY 1, 2`,
  `INSERT INTO figures.file_countries SELECT file_id, country, count(*) ${COMPLETED} GROUP BY 1, 2`,
  `INSERT INTO figures.file_days (day, file_id, completed) SELECT ${ENDED_DAY}, file_id, count(*) ${COMPLETED} GROUP BY 1, 2`,
  `INSERT INTO figures.day_types
   SELECT ${BEGUN_DAY}, file_type, ${OUTCOMES}, ${done('size')}, ${MOVED}, 0 ${FROM} GROUP BY 1, 2`,
  `INSERT INTO figures.day_countries
   SELECT ${BEGUN_DAY}, country, count(*), count(*) FILTER (WHERE status = 'completed') ${FROM} GROUP BY 1, 2`,
  `INSERT INTO figures.files SELECT file_id, min(file_name), min(file_type), min(size), max(changed_at), '', max(ended_at)
   ${FROM} GROUP BY 1`,
  `INSERT INTO figures.people
   SELECT 'all', user_id, count(*) ${FROM} GROUP BY 2
   UNION ALL SELECT 'day/' || ${BEGUN_DAY}, user_id, count(*) ${FROM} GROUP BY 1, 2
   UNION ALL SELECT 'day/' || ${BEGUN_DAY} || '/' || file_type, user_id, count(*) ${FROM} GROUP BY 1, 2`,
  `INSERT INTO figures.unique_people SELECT scope, count(*) FROM figures.people GROUP BY 1`,
  `INSERT INTO figures.file_people SELECT file_id, user_id, max(${ENDED_DAY}) ${COMPLETED} GROUP BY 1, 2`,
  `INSERT INTO figures.file_recency SELECT file_id, last_day, count(*) FROM figures.file_people GROUP BY 1, 2`,
  `INSERT INTO figures.served_hours SELECT date_trunc('hour', begun_at), sum(bytes_served), 0 ${FROM} GROUP BY 1`,
  `INSERT INTO figures.served_files SELECT file_id, ${BEGUN_DAY}, sum(bytes_served), 0 ${FROM} GROUP BY 1, 2`,
];

/**
 * Beside the files of the loaded states a long tail: a hundred thousand that are fetched as rarely as each other, as many
 * times in all as there are downloads. No ranking gets by with looking at a few of them.
 */
export const LONG_TAIL = `
  INSERT INTO figures.file_days (day, file_id, completed)
  SELECT day, 'rare-' || number, count(*)
  FROM (SELECT ${ENDED_DAY} AS day, floor(random() * 100000)::int AS number ${COMPLETED}) fetched GROUP BY 1, 2`;
export const LONG_TAIL_FILES = `
  INSERT INTO figures.files SELECT DISTINCT file_id, file_id, 'other', 1, now(), '', now() FROM figures.file_days
  WHERE file_id LIKE 'rare-%'`;

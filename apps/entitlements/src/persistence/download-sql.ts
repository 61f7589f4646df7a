const LIVE = `('pending', 'downloading', 'paused')`;

/**
 * Keeps what is newer than what is known; counts each download once, with the news that says that it began. News of a time
 * before the person was erased goes under the pseudonym.
 */
export const FOLD = `
  WITH news AS (
    SELECT n.*, COALESCE(e.pseudonym, n."userId") AS person, COALESCE(n."assetId", n."fileId", n."downloadId") AS subject
    FROM jsonb_to_recordset($1) AS n ("downloadId" text, revision integer, generation integer, "userId" text,
      "assetId" text, "assetTitle" text, category text, "fileId" text, quality text, origin text, status text,
      "retryCount" integer, deleted boolean, "createdAt" timestamptz, "begunAt" timestamptz)
    LEFT JOIN erased_people e
      ON e.digest = encode(sha256(convert_to(n."userId", 'UTF8')), 'hex') AND n."createdAt" <= e.erased_at
  ), before AS (
    SELECT d.id, d.begun_at FROM downloads d JOIN news ON news."downloadId" = d.id
  ), folded AS (
    INSERT INTO downloads AS d (id, revision, generation, user_id, asset_id, subject_id, title, category, file_id, quality,
      origin, status, retry_count, deleted, created_at, begun_at)
    SELECT "downloadId", revision, generation, person, "assetId", subject, "assetTitle", category, "fileId", quality,
      origin, status, "retryCount", deleted, "createdAt", "begunAt"
    FROM news ORDER BY "downloadId"
    ON CONFLICT (id) DO UPDATE SET revision = EXCLUDED.revision, generation = EXCLUDED.generation,
      title = EXCLUDED.title, category = EXCLUDED.category, file_id = EXCLUDED.file_id, quality = EXCLUDED.quality,
      status = EXCLUDED.status, retry_count = EXCLUDED.retry_count, deleted = d.deleted OR EXCLUDED.deleted,
      begun_at = COALESCE(d.begun_at, EXCLUDED.begun_at)
    WHERE d.revision < EXCLUDED.revision
    RETURNING d.id, d.user_id, d.subject_id, d.title, d.category, d.begun_at
  ), begun AS (
    SELECT f.user_id, f.subject_id, max(f.title) AS title, max(f.category) AS category, count(*) AS downloads,
      max(f.begun_at) AS last_download_at
    FROM folded f LEFT JOIN before b ON b.id = f.id
    WHERE f.begun_at IS NOT NULL AND b.begun_at IS NULL
    GROUP BY f.user_id, f.subject_id ORDER BY f.user_id, f.subject_id
  ), counted AS (
    INSERT INTO downloaded_assets AS a (user_id, subject_id, title, category, download_count, last_download_at)
    SELECT user_id, subject_id, title, category, downloads, last_download_at FROM begun
    ON CONFLICT (user_id, subject_id) DO UPDATE SET title = EXCLUDED.title, category = EXCLUDED.category,
      download_count = a.download_count + EXCLUDED.download_count,
      last_download_at = GREATEST(a.last_download_at, EXCLUDED.last_download_at)
  )
  SELECT id FROM folded`;

/** A stopped one is joined by the next generation, which sets it going; five retries are all there are (DESIGN.md, 3). */
export const JOINABLE = `
  SELECT id, CASE WHEN status IN ('paused', 'failed') THEN generation + 1 ELSE generation END AS generation
  FROM downloads
  WHERE user_id = $1 AND asset_id = $2 AND quality = $3 AND file_id = $4 AND NOT deleted
    AND status IN ('pending', 'downloading', 'paused', 'failed') AND generation > revoked_generation
    AND (status <> 'failed' OR retry_count < 5)
  ORDER BY status = 'failed', created_at DESC LIMIT 1`;

/** A completed download's link still serves; one that was set going again since is not stopped. */
export const IS_STOPPED = `
  SELECT 1 FROM downloads WHERE id = $1 AND (
    status = 'cancelled' OR deleted OR (status IN ('paused', 'failed') AND generation >= $2) OR revoked_generation >= $2)`;

export const REVOKE = `
  UPDATE downloads SET revoked_generation = generation
  WHERE user_id = $1 AND asset_id = $2 AND status IN ${LIVE} AND NOT deleted RETURNING id`;

export const LIVE_OF_FILE = `
  SELECT id, CASE WHEN status = 'paused' THEN generation + 1 ELSE generation END AS generation
  FROM downloads
  WHERE user_id = $1 AND asset_id = $2 AND file_id = $3 AND status IN ${LIVE} AND NOT deleted
    AND generation > revoked_generation
  ORDER BY created_at DESC LIMIT 1`;

export const CLAIMS = `
  SELECT asset_id FROM downloads WHERE user_id = $1 AND asset_id IS NOT NULL AND status IN ${LIVE} AND NOT deleted
  UNION
  SELECT asset_id FROM grants WHERE user_id = $1 AND expires_at > $2 AND revoked_at IS NULL
  ORDER BY asset_id`;

const PSEUDONYM = '(SELECT pseudonym FROM erased_people WHERE digest = $2)';

export const FORGET = {
  remember: `INSERT INTO erased_people (digest, pseudonym, erased_at) VALUES ($1, $2, $3)
    ON CONFLICT (digest) DO UPDATE SET erased_at = GREATEST(erased_people.erased_at, EXCLUDED.erased_at)`,
  downloads: `UPDATE downloads SET user_id = ${PSEUDONYM} WHERE user_id = $1`,
  // He may have been erased before, and come back: then the pseudonym has a history of its own.
  history: `
    WITH gone AS (DELETE FROM downloaded_assets WHERE user_id = $1 RETURNING *)
    INSERT INTO downloaded_assets AS a (user_id, subject_id, title, category, download_count, last_download_at)
    SELECT ${PSEUDONYM}, subject_id, title, category, download_count, last_download_at FROM gone
    ON CONFLICT (user_id, subject_id) DO UPDATE SET download_count = a.download_count + EXCLUDED.download_count,
      last_download_at = GREATEST(a.last_download_at, EXCLUDED.last_download_at)`,
} as const;

import type { Selection } from '../domain/downloads.js';

/** A condition on `downloads`, its parameters from $1 on. */
export interface Condition {
  readonly where: string;
  readonly values: readonly unknown[];
}

const KEPT = `status = 'completed' AND expired_at IS NULL AND deleted_at IS NULL`;

/** Every selection as SQL, reported downloads left out by the caller; each has an index that holds little more than what it finds. */
export function conditionOf(selection: Selection): Condition {
  switch (selection.by) {
    case 'ids':
      return { where: `(id = ANY($1) OR (aliases <> '{}' AND aliases && $1))`, values: [selection.ids] };
    case 'person':
      return { where: `user_id = $1 AND deleted_at IS NULL`, values: [selection.userId] };
    case 'live-file':
      return {
        where: `file_id = $1 AND status IN ('pending', 'downloading', 'paused')`,
        values: [selection.fileId],
      };
    case 'running-silent':
      return { where: `status = 'downloading' AND updated_at < $1`, values: [selection.before] };
    case 'never-fetched':
      return {
        where: `status = 'pending' AND queued_at IS NULL AND updated_at < $1`,
        values: [selection.before],
      };
    case 'paused':
      return { where: `status = 'paused' AND paused_at < $1`, values: [selection.before] };
    case 'kept-until':
      return { where: `${KEPT} AND expires_at <= $1`, values: [selection.now] };
    case 'auto-delete':
      return {
        where: `${KEPT} AND expires_at IS NOT NULL AND EXISTS (
                  SELECT FROM auto_delete_settings s
                   WHERE s.user_id = downloads.user_id AND s.enabled
                     AND downloads.created_at <= $1::timestamptz - make_interval(days => s.days))`,
        values: [selection.now],
      };
    case 'old':
      return {
        where: `user_id = $1 AND status IN ('completed', 'failed', 'cancelled') AND created_at < $2
                AND deleted_at IS NULL`,
        values: [selection.userId, selection.createdBefore],
      };
    case 'expired':
      return {
        where: `user_id = $1 AND status = 'completed' AND (expired_at IS NOT NULL OR expires_at <= $2)
                AND deleted_at IS NULL`,
        values: [selection.userId, selection.now],
      };
    case 'ended':
      return {
        where: `user_id = $1 AND status = ANY($2) AND updated_at < $3 AND deleted_at IS NULL
               `,
        values: [selection.userId, selection.statuses, selection.before],
      };
  }
}

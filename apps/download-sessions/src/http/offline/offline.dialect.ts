import type { ErrorDetails } from '@waybill/kernel';
import { type ErrorDialect, type Failure, offlineBadField } from '@waybill/platform';
import { hasField, START_PATH } from '../start-edition.js';
import { errorText } from './error-texts.js';

/** `/api/downloads`, `/cleanup`, `/{id}` and what is below an id; `start` unless the body is tracking's. */
const PATHS =
  /^\/api\/downloads(\/(cleanup|start|dl_[^/]*(\/[^/]*)?|[^/]+\/(progress|pause|resume|delete)|[^/]+))?\/?$/;
/** What other editions own below the same prefix. */
const OTHERS =
  /^\/api\/downloads\/(user|files|stats|bandwidth|storage|queue|resume|generate|history|can-download|admin)(\/|$)/;
const TRACKED = /^\/api\/downloads\/(complete|fail|cancel)\/[^/]+$/;

/** Errors as the offline edition writes them: `{success: false, message, code}`. */
export const offlineDialect: ErrorDialect = {
  name: 'offline',
  language: 'en',
  covers: (_method, path, body) => PATHS.test(path) && !belongsElsewhere(path, body),
  render: (failure) => {
    const message = textOf(failure);
    const { code, details } = failure;
    const alsoTracking = details.edition === 'unknown' && { detail: message };
    return { body: { success: false, message, code, ...named(code, details), ...alsoTracking } };
  },
};

function belongsElsewhere(path: string, body: unknown): boolean {
  if (OTHERS.test(path) || TRACKED.test(path)) return true;
  return path === START_PATH && hasField(body, 'file_id') && !hasField(body, 'content_id');
}

/** What a client goes on with: the live download that is in the way, or the room that is missing, in decimal strings. */
function named(code: string, details: ErrorDetails): object {
  if (code === 'DOWNLOAD_IN_PROGRESS') return { download: { id: details.downloadId } };
  if (code !== 'INSUFFICIENT_STORAGE') return {};
  const { requiredBytes, remainingBytes, totalBytes } = details;
  return {
    required_bytes: String(requiredBytes),
    remaining_storage_bytes: String(remainingBytes),
    total_storage_bytes: String(totalBytes),
  };
}

function textOf({ status, code, message, details, language }: Failure): string {
  const bad = badFieldOf(details);
  if (bad !== null) return offlineBadField(bad.field, bad.message.startsWith('Missing '), language);
  return errorText(status >= 500 ? 'SERVER_ERROR' : code, language, message);
}

interface BadField {
  readonly field: string;
  readonly message: string;
}

/** The validation names `fields`, a rule of the domain one `field`; the type of details does not tell. */
function badFieldOf({ fields, field }: ErrorDetails): BadField | null {
  if (typeof field === 'string') return { field, message: '' };
  return Array.isArray(fields) ? ((fields[0] as BadField | undefined) ?? null) : null;
}

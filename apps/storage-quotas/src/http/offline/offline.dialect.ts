import { type ErrorDialect, type Failure, offlineBadField, offlineWords } from '@waybill/platform';

const PATHS = /^\/api\/(storage|downloads\/storage)(\/|$)/;

/** Errors as the offline edition writes them: `{success: false, message, code}`. */
export const offlineDialect: ErrorDialect = {
  name: 'offline',
  language: 'en',
  covers: (_method, path) => PATHS.test(path),
  render: (failure) => ({ body: { success: false, message: textOf(failure), code: failure.code } }),
};

function textOf({ code, message, details, language }: Failure): string {
  const bad = firstField(details.fields);
  if (bad !== null) return offlineBadField(bad.field, bad.message.startsWith('Missing '), language);
  return offlineWords(code, language) ?? message;
}

/** `details` come from the validation (`fields: [{field, message}]`), whose shape the type does not tell. */
function firstField(fields: unknown): FieldError | null {
  return Array.isArray(fields) ? ((fields[0] as FieldError | undefined) ?? null) : null;
}

interface FieldError {
  readonly field: string;
  readonly message: string;
}

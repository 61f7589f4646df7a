import type { ErrorDialect, Failure } from '@waybill/platform';
import { tasksError } from './error-codes.js';
import { errorText } from './error-texts.js';

/** `{success: false, error: {code, message, details?}}` on every path of the tasks edition. */
export const tasksDialect: ErrorDialect = {
  name: 'tasks',
  language: 'zh',
  covers: (_method, path) => path === '/downloads' || path.startsWith('/downloads/'),
  render: (failure) => ({ body: { success: false, error: bodyOf(failure) } }),
};

function bodyOf(failure: Failure) {
  const { code, details } = tasksError(codeOf(failure), failure.details);
  return {
    code,
    message: errorText(code, failure.language, failure.message),
    ...(Object.keys(details).length > 0 && { details }),
  };
}

/** DESIGN.md, section 9: 502 to 504 are network errors, every other fault of ours is one of the server. */
function codeOf({ status, code }: Failure): string {
  if (status >= 502) return 'NETWORK_ERROR';
  return status >= 500 ? 'SERVER_ERROR' : code;
}

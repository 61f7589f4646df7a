import type { ErrorDialect, Failure } from '@waybill/platform';
import { refusal } from './words.js';

/** The tasks edition's errors: `{success: false, error: {code, message, details?}}`, Chinese unless asked otherwise. */
export const tasksDialect: ErrorDialect = {
  name: 'tasks',
  language: 'zh',
  covers: (_method, path) => path === '/downloads' || path.startsWith('/downloads/'),
  render: (failure) => ({ body: { success: false, error: errorOf(failure) } }),
};

function errorOf(failure: Failure) {
  const { message, details, language } = failure;
  const code = codeOf(failure);
  const hasDetails = Object.keys(details).length > 0;
  return { code, message: refusal(code, language, message), ...(hasDetails && { details }) };
}

/** DESIGN.md, section 9: 502 to 504 are network errors, every other fault of ours is one of the server. */
function codeOf({ status, code }: Failure): string {
  if (status >= 502) return 'NETWORK_ERROR';
  return status >= 500 ? 'SERVER_ERROR' : code;
}

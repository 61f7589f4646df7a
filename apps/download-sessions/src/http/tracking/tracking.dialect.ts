import type { ErrorDialect } from '@waybill/platform';
import { START_PATH } from '../start-edition.js';
import { isTracking } from './is-tracking.js';
import { detailOf } from './messages.js';

const PATHS = /^\/api\/downloads\/((complete|fail|cancel|queue)\/|resume$)/;

/** The tracking edition's errors are `{detail}`, as its framework writes them; `code` stands beside it. */
export const trackingDialect: ErrorDialect = {
  name: 'tracking',
  covers: (_method, path, body) => PATHS.test(path) || (path === START_PATH && isTracking(body)),
  render: ({ code, message, language }) => ({ body: { detail: detailOf(code, message, language), code } }),
};

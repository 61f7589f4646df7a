import type { ErrorDialect } from '@waybill/platform';
import { detailOf } from './messages.js';

const PATHS = /^\/api\/downloads\/(user\/|files\/|stats\/|bandwidth\/)/;

/** The tracking edition's errors are `{detail}`, as its framework writes them; `code` stands beside it. */
export const trackingDialect: ErrorDialect = {
  name: 'tracking',
  covers: (_method, path) => PATHS.test(path),
  render: ({ code, message, language }) => ({ body: { detail: detailOf(code, message, language), code } }),
};

import { STATUS_CODES } from 'node:http';
import type { ErrorDialect } from '@waybill/platform';
import { editionOf } from '../routing/find-route.js';

/** `{statusCode, message, error, code}` (DESIGN.md, section 9). */
export const storeDialect: ErrorDialect = {
  name: 'store',
  language: 'en',
  covers: (method, path) => editionOf(method, path) === 'store',
  render: (failure) => ({
    body: {
      statusCode: failure.status,
      message: failure.message,
      error: STATUS_CODES[failure.status] ?? 'Error',
      code: failure.code,
    },
  }),
};

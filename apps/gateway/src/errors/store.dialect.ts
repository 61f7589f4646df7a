import { STATUS_CODES } from 'node:http';
import type { ErrorDialect } from '@waybill/platform';
import { editionOf } from '../routing/find-route.js';
import { messageOf } from './messages.js';

/** `{statusCode, message, error, code}` (DESIGN.md, section 9). */
export const storeDialect: ErrorDialect = {
  name: 'store',
  language: 'en',
  covers: (method, path) => editionOf(method, path) === 'store',
  render: (failure) => ({
    body: {
      statusCode: failure.status,
      message: messageOf(failure),
      error: STATUS_CODES[failure.status] ?? 'Error',
      code: failure.code,
    },
  }),
};

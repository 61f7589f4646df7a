import type { ErrorDialect } from '@waybill/platform';
import { editionOf } from '../routing/find-route.js';
import { messageOf } from './messages.js';

/** `{success: false, message, code}`. */
export const offlineDialect: ErrorDialect = {
  name: 'offline',
  language: 'en',
  covers: (method, path) => editionOf(method, path) === 'offline',
  render: (failure) => ({ body: { success: false, message: messageOf(failure), code: failure.code } }),
};

import type { ErrorDialect } from '@waybill/platform';
import { editionOf } from '../routing/find-route.js';

/** Offline's and tracking's: the body would tell whose it is, and the gateway reads none. */
const SHARED = '/api/downloads/start';

/** `{success: false, message, code}`. */
export const offlineDialect: ErrorDialect = {
  name: 'offline',
  language: 'en',
  covers: (method, path) => editionOf(method, path) === 'offline',
  render: ({ message, code, path }) => ({
    body: { success: false, message, code, ...(path === SHARED && { detail: message }) },
  }),
};

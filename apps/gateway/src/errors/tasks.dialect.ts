import type { ErrorDialect } from '@waybill/platform';
import { editionOf } from '../routing/find-route.js';

/** `{success: false, error: {code, message}}`, Chinese unless asked otherwise. */
export const tasksDialect: ErrorDialect = {
  name: 'tasks',
  language: 'zh',
  covers: (method, path) => editionOf(method, path) === 'tasks',
  render: (failure) => ({
    body: { success: false, error: { code: failure.code, message: failure.message } },
  }),
};

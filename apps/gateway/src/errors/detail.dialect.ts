import type { ErrorDialect } from '@waybill/platform';
import { editionOf } from '../routing/find-route.js';
import type { Edition } from '../routing/route-table.js';

/** `{detail, code}`: the tracking and the files edition write their errors alike. */
const EDITIONS: readonly Edition[] = ['tracking', 'files'];

export const detailDialect: ErrorDialect = {
  name: 'detail',
  language: 'en',
  covers: (method, path) => EDITIONS.includes(editionOf(method, path)),
  render: (failure) => ({ body: { detail: failure.message, code: failure.code } }),
};

import { STATUS_CODES } from 'node:http';
import type { ErrorDialect, Failure, RenderedFailure } from './failure.js';

/**
 * RFC 9457, with `code` and, where there are any, `details` as extension members. Covers every path that no edition's
 * dialect covers, and all calls between services.
 */
export const problemJson: ErrorDialect = {
  name: 'problem+json',
  language: 'en',
  covers: () => true,
  render: (failure: Failure): RenderedFailure => ({
    headers: { 'content-type': 'application/problem+json; charset=utf-8' },
    body: {
      type: 'about:blank',
      title: STATUS_CODES[failure.status] ?? 'Error',
      status: failure.status,
      detail: failure.message,
      instance: failure.path,
      code: failure.code,
      requestId: failure.requestId,
      ...(Object.keys(failure.details).length > 0 && { details: failure.details }),
    },
  }),
};

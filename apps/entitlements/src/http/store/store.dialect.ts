import { STATUS_CODES } from 'node:http';
import type { ErrorDetails } from '@waybill/kernel';
import type { ErrorDialect, Failure, RenderedFailure } from '@waybill/platform';
import { grantLimitHeaders } from './grant-limit-headers.js';
import { storeText } from './store-messages.js';

const PATHS = /^(\/api)?\/downloads\/(generate|history|can-download|admin)(\/|$)/;

/** `{statusCode, message, error, code}`, and `details` where there are any (DESIGN.md, section 9). */
export const storeDialect: ErrorDialect = {
  name: 'store',
  language: 'en',
  covers: (_method, path) => PATHS.test(path),
  render: (failure: Failure): RenderedFailure => ({
    headers: failure.code === 'RATE_LIMIT_EXCEEDED' ? windowHeaders(failure.details) : {},
    body: {
      statusCode: failure.status,
      message: storeText(failure, failure.language),
      error: STATUS_CODES[failure.status] ?? 'Error',
      code: failure.code,
      ...(Object.keys(failure.details).length > 0 && { details: failure.details }),
    },
  }),
};

function windowHeaders({ limit, windowSeconds, remaining, retryAfterSeconds }: ErrorDetails) {
  const numbers = [limit, windowSeconds, remaining, retryAfterSeconds].map(Number);
  const [most = 0, seconds = 0, left = 0, reset = 0] = numbers;
  return grantLimitHeaders({ limit: most, windowSeconds: seconds, remaining: left, resetSeconds: reset });
}

import type { Plan, RangeRequest } from '@waybill/http-range';
import type { Admission } from '../application/admission.js';

/** One range in its plainest form: nginx reads it as we do. */
const ONE_RANGE = /^bytes=(?:\d+-\d*|-\d+)$/;

/**
 * Whether nginx would answer exactly what was planned: the whole file, or one range of it. Conditions compare with our
 * validators, which nginx does not know, and parts and refusals are written by us: those are answered here.
 */
export function canBeRelayed(method: string, plan: Plan, headers: RangeRequest['headers']): boolean {
  const isBody = method === 'GET' && plan.body.length === 1;
  if (!isBody || CONDITIONS.some((name) => headers[name] !== undefined)) return false;
  return plan.status === 200 ? headers.range === undefined : ONE_RANGE.test(headers.range ?? '');
}

const CONDITIONS = [
  'if-range',
  'if-match',
  'if-none-match',
  'if-modified-since',
  'if-unmodified-since',
] as const satisfies readonly (keyof RangeRequest['headers'])[];

/** What tells nginx to send the file itself (ngx_http_proxy_module); it keeps our type, disposition and caching. */
export function accelHeaders(prefix: string, { file, rate }: Admission): Record<string, string> {
  const path = file.location.split('/').map(encodeURIComponent).join('/');
  return {
    'x-accel-redirect': `${prefix}${path}`,
    ...(rate !== null && { 'x-accel-limit-rate': String(rate) }),
  };
}

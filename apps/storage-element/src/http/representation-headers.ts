import { formatHttpDate, type Plan } from '@waybill/http-range';
import type { Admission } from '../application/admission.js';
import type { CachePolicy } from './cache-control.js';
import { contentDisposition } from './content-disposition.js';
import { formatReprDigest, wantsSha256 } from './repr-digest.js';

export interface DeliverySettings {
  readonly cacheControl: CachePolicy;
  /** The internal location of nginx that has the root of the files; null where we send them ourselves. */
  readonly accelPrefix: string | null;
}

const dispositions = new WeakMap<Admission, string>();

/** Header fields that say what the file is, on every answer that carries its bytes or stands for them. */
export function representationHeaders(
  admission: Admission,
  status: Plan['status'],
  wantReprDigest: string | undefined,
  { cacheControl }: DeliverySettings,
): Record<string, string> {
  const caching = cachingOf(admission, cacheControl);
  // RFC 9110, 15.4.5: a 304 carries what a cache needs, nothing more of the representation.
  if (status === 304) return caching;
  const headers: Record<string, string> = {
    ...caching,
    'content-disposition': dispositionOf(admission),
    'x-content-type-options': 'nosniff',
    // The address of the bytes is a secret while the link lives.
    'referrer-policy': 'no-referrer',
  };
  if (wantsSha256(wantReprDigest)) headers['repr-digest'] = formatReprDigest(admission.file.sha256);
  return headers;
}

function cachingOf({ expiresAt }: Admission, policy: CachePolicy): Record<string, string> {
  // RFC 9110, 12.5.5: without a ticket in the address, the token decides who is answered.
  if (expiresAt === null) return { 'cache-control': policy(null), vary: 'authorization' };
  const left = Math.max(0, Math.floor((expiresAt.getTime() - Date.now()) / 1000));
  return { 'cache-control': policy(left), expires: formatHttpDate(expiresAt) };
}

function dispositionOf(admission: Admission): string {
  const known = dispositions.get(admission);
  if (known !== undefined) return known;
  const made = contentDisposition(admission.fileName, admission.disposition);
  dispositions.set(admission, made);
  return made;
}

import type { Plan } from '@waybill/http-range';
import type { Admission } from '../application/admission.js';
import { contentDisposition } from './content-disposition.js';
import { formatReprDigest, wantsSha256 } from './repr-digest.js';

export interface DeliverySettings {
  readonly cacheControl: string;
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
  // RFC 9110, 15.4.5: a 304 carries what a cache needs, nothing more of the representation.
  if (status === 304) return { 'cache-control': cacheControl };
  const headers: Record<string, string> = {
    'content-disposition': dispositionOf(admission),
    'cache-control': cacheControl,
    'x-content-type-options': 'nosniff',
  };
  if (wantsSha256(wantReprDigest)) headers['repr-digest'] = formatReprDigest(admission.file.sha256);
  return headers;
}

function dispositionOf(admission: Admission): string {
  const known = dispositions.get(admission);
  if (known !== undefined) return known;
  const made = contentDisposition(admission.fileName, admission.disposition);
  dispositions.set(admission, made);
  return made;
}

import { STATUS_CODES } from 'node:http';
import type { Plan } from '@waybill/http-range';
import { REQUEST_ID_HEADER } from '@waybill/platform';
import type { Admission } from '../application/admission.js';
import type { DeliverySettings } from './representation-headers.js';
import { representationHeaders } from './representation-headers.js';

export interface AskedHead {
  readonly plan: Plan;
  readonly admission: Admission;
  readonly requestId: string;
  readonly wantReprDigest: string | undefined;
}

/** Status and headers of an answer with bytes, as Node's server takes them. */
export function headersOf(head: AskedHead, settings: DeliverySettings): Record<string, string> {
  const { plan, requestId } = head;
  return { ...plan.headers, ...ownHeaders(head, settings), [REQUEST_ID_HEADER]: requestId };
}

interface Written {
  readonly plan: Plan;
  readonly second: number;
  readonly text: string;
}

const known = new WeakMap<Admission, Written>();

/** The same as Node would write it, for a connection that is not Node's: `rest` is what it would add. */
export function headText(head: AskedHead, settings: DeliverySettings, rest: string): string {
  return `${lasting(head, settings)}${REQUEST_ID_HEADER}: ${head.requestId}\r\n${rest}\r\n`;
}

/** Plans of whole files are made once; their heads tell nothing finer than seconds. */
function lasting(head: AskedHead, settings: DeliverySettings): string {
  const { admission, plan, wantReprDigest } = head;
  if (plan.status !== 200 || wantReprDigest !== undefined) return write(head, settings);
  const second = Math.floor(Date.now() / 1000);
  const made = known.get(admission);
  if (made?.plan === plan && made.second === second) return made.text;
  const text = write(head, settings);
  known.set(admission, { plan, second, text });
  return text;
}

function write(head: AskedHead, settings: DeliverySettings): string {
  const { plan } = head;
  let text = `HTTP/1.1 ${plan.status} ${STATUS_CODES[plan.status] ?? ''}\r\n`;
  for (const headers of [plan.headers, ownHeaders(head, settings)])
    for (const [name, value] of Object.entries(headers)) text += `${name}: ${value}\r\n`;
  return text;
}

function ownHeaders({ admission, plan, wantReprDigest }: AskedHead, settings: DeliverySettings) {
  return representationHeaders(admission, plan.status, wantReprDigest, settings);
}

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

/** Of whole files, whose plans are made once. */
const heads = new WeakMap<Admission, Written>();
/** What is said of a file with any of its ranges. */
const parts = new WeakMap<Admission, Omit<Written, 'plan'>>();

/** The same as Node would write it, for a connection that is not Node's: `rest` is what it would add. */
export function headText(head: AskedHead, settings: DeliverySettings, rest: string): string {
  return `${lasting(head, settings)}${REQUEST_ID_HEADER}: ${head.requestId}\r\n${rest}\r\n`;
}

/** Heads tell nothing finer than seconds. */
function lasting(head: AskedHead, settings: DeliverySettings): string {
  const { admission, plan } = head;
  if (plan.status !== 200) return write(head, settings);
  const second = Math.floor(Date.now() / 1000);
  const made = heads.get(admission);
  if (made?.plan === plan && made.second === second && head.wantReprDigest === undefined) return made.text;
  const text = write(head, settings);
  if (head.wantReprDigest === undefined) heads.set(admission, { plan, second, text });
  return text;
}

function write(head: AskedHead, settings: DeliverySettings): string {
  const { plan } = head;
  const status = `HTTP/1.1 ${plan.status} ${STATUS_CODES[plan.status] ?? ''}\r\n`;
  return `${status}${linesOf(plan.headers)}${ownLines(head, settings)}`;
}

function ownLines(head: AskedHead, settings: DeliverySettings): string {
  const { admission, plan, wantReprDigest } = head;
  if (plan.status !== 206 || wantReprDigest !== undefined) return linesOf(ownHeaders(head, settings));
  const second = Math.floor(Date.now() / 1000);
  const made = parts.get(admission);
  if (made?.second === second) return made.text;
  const text = linesOf(ownHeaders(head, settings));
  parts.set(admission, { second, text });
  return text;
}

function linesOf(headers: Readonly<Record<string, string>>): string {
  let lines = '';
  for (const name in headers) lines += `${name}: ${headers[name] ?? ''}\r\n`;
  return lines;
}

function ownHeaders({ admission, plan, wantReprDigest }: AskedHead, settings: DeliverySettings) {
  return representationHeaders(admission, plan.status, wantReprDigest, settings);
}

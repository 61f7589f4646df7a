import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { LaneOutlet, type Outlet, type PlainAnswer, ResponseOutlet } from '@waybill/http-lane';
import { type Plan, planResponse, type RangeRequest, type Representation } from '@waybill/http-range';
import { uuidv7 } from '@waybill/kernel';
import { headerOf, type PlatformReply, type PlatformRequest, REQUEST_ID_HEADER } from '@waybill/platform';
import type { Admission } from '../application/admission.js';
import { AdmitDownload } from '../application/admit-download.js';
import { type Serving, ServeFile } from '../application/serve-file.js';
import { ticketRefused } from '../domain/refusals.js';
import { etagOf, type StoredFile } from '../domain/stored-file.js';
import { accelHeaders, canBeRelayed } from './accel-redirect.js';
import { clientOf } from './client-of.js';
import type { PlainGet } from './plain-get.js';
import type { DeliverySettings } from './representation-headers.js';
import { type AskedHead, headersOf, headText } from './response-head.js';

/** What 412 and 416 say (seeds: files.md, "416 Range Not Satisfiable"). */
const REFUSALS = {
  412: { detail: 'Precondition failed', code: 'PRECONDITION_FAILED' },
  416: { detail: 'Range not satisfiable', code: 'RANGE_NOT_SATISFIABLE' },
} as const;

/** Where a request for bytes comes in: admits it, plans its answer, writes it. The one place that does. */
@Injectable()
export class DownloadDoor {
  constructor(
    private readonly admit: AdmitDownload,
    private readonly serve: ServeFile,
    private readonly settings: DeliverySettings,
  ) {}

  async open(fileId: string, token: unknown, request: PlatformRequest, reply: PlatformReply): Promise<void> {
    const caller = request.caller ?? null;
    const admission = await this.admit.execute({ fileId, token: readToken(token), caller });
    const head = headFor(admission, request.raw, request.id);
    const { plan } = head;
    // RFC 9110, 13.2.1: no precondition counts where the answer without it would be no success; 9.3.2: nor has HEAD another.
    if (plan.body.length === 0) await this.serve.check(admission.file);
    const { accelPrefix } = this.settings;
    if (plan.status === 412 || plan.status === 416) refuse(plan, plan.status, reply);
    else if (accelPrefix !== null && canBeRelayed(request.method, plan, request.raw.headers))
      await this.#relay(accelPrefix, head, request, reply);
    else await this.#answer(head, request, reply);
  }

  /** Answers a request that was admitted before, if nothing has to be waited for; false, and nothing was done, else. */
  openAtOnce(admission: Admission, request: IncomingMessage, response: ServerResponse): boolean {
    if (this.settings.accelPrefix !== null) return false;
    const head = headFor(admission, request);
    const answer = () => this.#writeHead(head, response);
    return head.plan.body.length > 0 && this.serve.executeAtOnce(servingOf(head, request, answer));
  }

  /** The same on a connection that Node's HTTP server has not got. */
  openPlain(admission: Admission, request: PlainGet, answer: PlainAnswer): boolean {
    const serving = this.#plainServing(admission, request, answer);
    return serving !== null && this.serve.executeAtOnce(serving);
  }

  /** The same, waiting for what has to be waited for. Rejects only where nothing was done. */
  async openPlainLater(admission: Admission, request: PlainGet, answer: PlainAnswer): Promise<boolean> {
    const serving = this.#plainServing(admission, request, answer);
    if (serving === null) return false;
    await this.serve.execute(serving);
    return true;
  }

  #plainServing(
    admission: Admission,
    request: PlainGet,
    { socket, rest, answered }: PlainAnswer,
  ): Serving | null {
    if (this.settings.accelPrefix !== null) return null;
    const head = headFor(admission, request);
    if (head.plan.body.length === 0) return null;
    const answer = () => new LaneOutlet(socket, headText(head, this.settings, rest), answered);
    return servingOf(head, request, answer);
  }

  /** The head of the whole file and an empty body: nginx puts its own in, and the range that was asked for. */
  async #relay(
    prefix: string,
    head: AskedHead,
    request: PlatformRequest,
    reply: PlatformReply,
  ): Promise<void> {
    const { admission, plan, requestId } = head;
    await this.serve.relay({ admission, plan, requestId, client: clientOf(request.raw) });
    const { 'content-length': _length, 'content-range': _range, ...headers } = headersOf(head, this.settings);
    void reply.status(200).headers({ ...headers, ...accelHeaders(prefix, admission) });
    await reply.send();
  }

  async #answer(head: AskedHead, request: PlatformRequest, reply: PlatformReply): Promise<void> {
    const answer = () => {
      reply.hijack();
      return this.#writeHead(head, reply.raw);
    };
    if (head.plan.body.length > 0) return this.serve.execute(servingOf(head, request.raw, answer));
    answer();
    reply.raw.end();
  }

  #writeHead(head: AskedHead, response: ServerResponse): ResponseOutlet {
    response.writeHead(head.plan.status, headersOf(head, this.settings));
    return new ResponseOutlet(response);
  }
}

interface Asked {
  readonly method?: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

function headFor(admission: Admission, request: Asked, requestId = requestIdOf(request)): AskedHead {
  const plan = planFor(admission, request);
  return { plan, admission, requestId, wantReprDigest: headerOf(request, 'want-repr-digest') };
}

function servingOf(head: AskedHead, request: Asked, answer: () => Outlet): Serving {
  const { admission, plan, requestId } = head;
  return { admission, plan, requestId, client: clientOf(request), answer };
}

function planFor({ file }: Admission, { method = '', headers }: Asked): Plan {
  return isPlain(method, headers) ? wholeOf(file) : planResponse({ method, headers }, representationOf(file));
}

const wholes = new WeakMap<StoredFile, Plan>();

/** The answer to a GET without conditions and ranges is always the same. */
function wholeOf(file: StoredFile): Plan {
  const known = wholes.get(file);
  if (known !== undefined) return known;
  const plan = planResponse({ method: 'GET', headers: {} }, representationOf(file));
  wholes.set(file, plan);
  return plan;
}

function isPlain(method: string, headers: RangeRequest['headers']): boolean {
  return method === 'GET' && CONDITIONS.every((name) => headers[name] === undefined);
}

const CONDITIONS = [
  'range',
  'if-range',
  'if-match',
  'if-none-match',
  'if-modified-since',
  'if-unmodified-since',
] as const satisfies readonly (keyof RangeRequest['headers'])[];

const representations = new WeakMap<StoredFile, Representation>();

function representationOf(file: StoredFile): Representation {
  const known = representations.get(file);
  if (known !== undefined) return known;
  const { size, mediaType, storedAt: lastModified } = file;
  const representation = { size, mediaType, etag: etagOf(file), lastModified };
  representations.set(file, representation);
  return representation;
}

function readToken(token: unknown): string | null {
  if (token === undefined) return null;
  if (typeof token !== 'string' || token === '') throw ticketRefused();
  return token;
}

/** As the platform does it for the ordinary way. */
function requestIdOf({ headers }: Asked): string {
  const given = headers[REQUEST_ID_HEADER];
  return typeof given === 'string' && /^[A-Za-z0-9._:/+=-]{1,128}$/.test(given) ? given : uuidv7();
}

function refuse(plan: Plan, status: keyof typeof REFUSALS, reply: PlatformReply): void {
  const headers = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' };
  void reply
    .status(status)
    .headers({ ...plan.headers, ...headers })
    .send(JSON.stringify(REFUSALS[status]));
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { type Plan, planResponse, type RangeRequest, type Representation } from '@waybill/http-range';
import { uuidv7 } from '@waybill/kernel';
import { headerOf, type PlatformReply, type PlatformRequest, REQUEST_ID_HEADER } from '@waybill/platform';
import type { Admission } from '../application/admission.js';
import { AdmitDownload } from '../application/admit-download.js';
import { ServeFile } from '../application/serve-file.js';
import { ticketRefused } from '../domain/refusals.js';
import { etagOf, type StoredFile } from '../domain/stored-file.js';
import { clientOf } from './client-of.js';
import { methodNotAllowed } from './method-not-allowed.js';
import { type DeliverySettings, representationHeaders } from './representation-headers.js';

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
    if (request.method === 'GET' || request.method === 'HEAD')
      await this.#open(fileId, token, request, reply);
    else methodNotAllowed(reply);
  }

  async #open(fileId: string, token: unknown, request: PlatformRequest, reply: PlatformReply): Promise<void> {
    const caller = request.caller ?? null;
    const admission = await this.admit.execute({ fileId, token: readToken(token), caller });
    const plan = planFor(admission, request.raw);
    if (plan.status === 412 || plan.status === 416) refuse(plan, plan.status, reply);
    else await this.#answer(plan, admission, request, reply);
  }

  /** Answers a request that was admitted before, if nothing has to be waited for; false, and nothing was done, else. */
  openAtOnce(admission: Admission, request: IncomingMessage, response: ServerResponse): boolean {
    const plan = planFor(admission, request);
    if (plan.body.length === 0) return false;
    const requestId = requestIdOf(request);
    const writeHead = () => this.#writeHead(plan, admission, response, requestId);
    const client = clientOf(request);
    return this.serve.executeAtOnce({ admission, plan, client, requestId, response, writeHead });
  }

  async #answer(
    plan: Plan,
    admission: Admission,
    request: PlatformRequest,
    reply: PlatformReply,
  ): Promise<void> {
    const response = reply.raw;
    const writeHead = () => {
      reply.hijack();
      this.#writeHead(plan, admission, response, request.id);
    };
    const serving = {
      admission,
      plan,
      client: clientOf(request.raw),
      requestId: request.id,
      response,
      writeHead,
    };
    if (plan.body.length > 0) return this.serve.execute(serving);
    writeHead();
    response.end();
  }

  #writeHead(plan: Plan, admission: Admission, response: ServerResponse, requestId: string): void {
    const { headers } = response.req;
    const wanted = headerOf({ headers }, 'want-repr-digest');
    const own = representationHeaders(admission, plan.status, wanted, this.settings);
    response.writeHead(plan.status, { ...plan.headers, ...own, [REQUEST_ID_HEADER]: requestId });
  }
}

function planFor({ file }: Admission, { method = '', headers }: IncomingMessage): Plan {
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

function representationOf(file: StoredFile): Representation {
  return { size: file.size, mediaType: file.mediaType, etag: etagOf(file), lastModified: file.storedAt };
}

function readToken(token: unknown): string | null {
  if (token === undefined) return null;
  if (typeof token !== 'string' || token === '') throw ticketRefused();
  return token;
}

/** As the platform does it for the ordinary way. */
function requestIdOf({ headers }: IncomingMessage): string {
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

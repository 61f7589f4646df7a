import { randomBytes, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { record } from './recorder.js';

/** What a test knows of the stack: where its gateway is, and the secret that its identity provider signs with. */
interface Stack {
  readonly url: string;
  readonly jwtSecret: string;
}

function stack(): Stack {
  const { WAYBILL_URL: url, WAYBILL_JWT_SECRET: jwtSecret } = process.env;
  if (url === undefined || jwtSecret === undefined)
    throw new Error('WAYBILL_URL and WAYBILL_JWT_SECRET must be set');
  return { url, jwtSecret };
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** The body, parsed where it is JSON. */
  readonly body: unknown;
}

export interface Call {
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

export interface Claims {
  readonly roles?: readonly string[];
  readonly tier?: string;
}

/** Somebody who calls the gateway with a token of his own. */
export class Person {
  #token: Promise<string> | undefined;

  constructor(
    readonly id: string,
    private readonly claims: Claims = {},
  ) {}

  readonly get = (path: string, call?: Call) => this.call('GET', path, call);
  readonly post = (path: string, body?: unknown, headers: Record<string, string> = {}) =>
    this.call('POST', path, { body, headers });
  readonly put = (path: string, body?: unknown) => this.call('PUT', path, { body });
  readonly patch = (path: string, body?: unknown) => this.call('PATCH', path, { body });
  readonly delete = (path: string, body?: unknown) => this.call('DELETE', path, { body });

  async call(method: string, path: string, { body, headers = {} }: Call = {}): Promise<Answer> {
    const json = body === undefined ? {} : { 'content-type': 'application/json' };
    const authorization = `Bearer ${await this.token()}`;
    return send(path, {
      method,
      headers: { authorization, ...json, ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  token(): Promise<string> {
    this.#token ??= mint(this.id, this.claims);
    return this.#token;
  }
}

export async function send(path: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(new URL(path, stack().url), { ...init, redirect: 'manual' });
  const text = await response.text();
  const isJson = (response.headers.get('content-type') ?? '').includes('json');
  const body = isJson ? (JSON.parse(text) as unknown) : text;
  record({ method: init.method ?? 'GET', path, status: response.status, body });
  return { status: response.status, headers: response.headers, body };
}

function mint(subject: string, { roles = ['normal'], tier = 'free' }: Claims): Promise<string> {
  return new SignJWT({ roles, tier })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setSubject(subject)
    .setIssuer('waybill-local')
    .setAudience('waybill')
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(stack().jwtSecret));
}

let counter = 0;
/** A name that no other test and no earlier run has used. */
export function fresh(label: string): string {
  counter += 1;
  return `${label}-${randomBytes(5).toString('hex')}-${String(counter)}`;
}

export const somebody = (claims: Claims = {}) => new Person(fresh('person'), claims);
export const admin = new Person('contract-admin', { roles: ['admin'] });

export interface StoredFile {
  readonly id: string;
  readonly name: string;
  readonly bytes: Buffer;
}

export async function storeFile(size: number, name = 'lesson.mp4'): Promise<StoredFile> {
  const file = { id: randomUUID(), name, bytes: randomBytes(size) };
  const answer = await send(`/api/v1/files/${file.id}?filename=${encodeURIComponent(name)}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${await admin.token()}`, 'content-type': 'video/mp4' },
    body: new Uint8Array(file.bytes),
  });
  mustBe(answer, 201);
  return file;
}

export interface PublishOptions {
  readonly id?: string;
  readonly size?: number;
  readonly fileName?: string;
  readonly access?: 'public' | 'subscription' | 'purchase';
  readonly facts?: Record<string, unknown>;
  /** No file: the asset is hosted elsewhere and this large. */
  readonly originalSizeBytes?: number;
}

export interface Asset {
  readonly id: string;
  readonly file: StoredFile | null;
}

/** Publishes an asset with one original file, or one that is hosted elsewhere. */
export async function publish(options: PublishOptions = {}): Promise<Asset> {
  const {
    id = fresh('asset'),
    size = 64 * 1024,
    fileName,
    access = 'public',
    facts,
    originalSizeBytes,
  } = options;
  const file = originalSizeBytes === undefined ? await storeFile(size, fileName) : null;
  const renditions = file === null ? [] : [{ quality: 'original', fileId: file.id }];
  const hosted = originalSizeBytes === undefined ? {} : { originalSizeBytes };
  const body = {
    title: 'React 完整教程视频',
    type: 'video',
    category: '前端开发',
    vendor: 'John Doe',
    price: { amount: 29.99, currency: 'EUR' },
    thumbnail: 'https://cdn.example.com/thumbnails/res_123456.jpg',
    access,
    renditions,
    ...hosted,
    ...facts,
  };
  mustBe(await admin.put(`/api/v1/assets/${id}`, body), 201);
  return { id, file };
}

export type OrderStatus = 'PENDING' | 'PAID' | 'FAILED' | 'REFUNDED';

export async function order(
  userId: string,
  assetId: string,
  status: OrderStatus,
  id = fresh('order'),
): Promise<string> {
  const answer = await admin.put(`/api/v1/orders/${id}`, { userId, assetId, status });
  if (answer.status !== 200) mustBe(answer, 201);
  return id;
}

/** Fetches a link as a client would: no token, the whole file or one range. */
export async function fetchLink(url: string, range?: string): Promise<{ status: number; bytes: Buffer }> {
  const response = await fetch(url, range === undefined ? {} : { headers: { range } });
  return { status: response.status, bytes: Buffer.from(await response.arrayBuffer()) };
}

function mustBe(answer: Answer, status: number): void {
  if (answer.status === status) return;
  throw new Error(`Expected ${String(status)}, got ${String(answer.status)}: ${JSON.stringify(answer.body)}`);
}

/** Reads a path such as `data.download.id` out of an answer's body; throws where there is nothing. */
export function at<T>(answer: Answer, path: string): T {
  let value: unknown = answer.body;
  for (const name of path.split('.')) value = (value as Record<string, unknown> | undefined)?.[name];
  if (value === undefined) throw new Error(`No ${path} in ${JSON.stringify(answer.body)}`);
  return value as T;
}

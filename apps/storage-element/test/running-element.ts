import { generateKeyPair, type KeyObject, randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { createEvent, type EventContract, TOPICS, type TransferServed } from '@waybill/contracts';
import { EventBus } from '@waybill/messaging';
import { CallerTokens, createLogger, type RunningService, startService } from '@waybill/platform';
import { createDatabase, type TestDatabase } from '@waybill/testing';
import { SignJWT } from 'jose';
import pg from 'pg';
import { environment } from '../src/config.js';
import { storageElement } from '../src/run.js';
import { openStorage, type TestStorage } from './test-storage.js';

const SECRET = 'a secret of at least thirty-two characters';

type Bytes = Uint8Array | string | ReadableStream<Uint8Array>;

export type TicketClaims = Readonly<Record<string, unknown>>;

/** What entitlements is asked and what it answers, in the tests' hands. */
export interface AskedEntitlements {
  readonly questions: { readonly fileId: string; readonly userId: string; readonly tier: string }[];
  answer: { status: number; body: object };
}

export interface RunningElement {
  readonly url: string;
  readonly storage: TestStorage;
  readonly service: RunningService;
  readonly database: pg.Pool;
  readonly databaseUrl: string;
  readonly entitlements: AskedEntitlements;
  /** A caller token's header. */
  as(
    subject: string,
    ...roles: ('normal' | 'premium' | 'admin' | 'service' | 'analyst')[]
  ): Promise<Record<string, string>>;
  /** A ticket that is good for `file` unless `claims` say otherwise. */
  ticket(
    file: { id: string; etag: string },
    claims?: TicketClaims,
    key?: KeyObject,
    header?: object,
  ): Promise<string>;
  put(
    body: Bytes,
    options?: { id?: string; filename?: string; headers?: Record<string, string> },
  ): Promise<Response>;
  store(
    body: Bytes,
    options?: { filename?: string; headers?: Record<string, string> },
  ): Promise<StoredFileBody>;
  download(id: string, token: string, headers?: Record<string, string>, method?: string): Promise<Response>;
  /** What was published so far, in its order. */
  served(): TransferServed[];
  events(type: string): Record<string, unknown>[];
  publish<D extends object>(contract: EventContract<D>, data: D): Promise<void>;
  stop(): Promise<void>;
}

export interface StoredFileBody {
  readonly id: string;
  readonly filename: string;
  readonly mediaType: string;
  readonly size: number;
  readonly etag: string;
  readonly sha256: string;
  readonly createdAt: string;
}

export interface ElementOptions {
  readonly settings?: Record<string, string>;
  readonly storage?: TestStorage;
  readonly database?: TestDatabase;
}

/** The real service in this process, on a real PostgreSQL, with a folder (or a bucket) of its own. */
export async function startElement(options: ElementOptions = {}): Promise<RunningElement> {
  const database = options.database ?? (await createDatabase('element'));
  const bus = await createDatabase('element_bus');
  const storage = options.storage ?? (await openStorage());
  const { publicKey, privateKey } = await promisify(generateKeyPair)('ed25519');
  const keys = { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'EdDSA', use: 'sig' }] };
  const { server, asked } = await startEntitlements();
  const config = environment.parse({
    DATABASE_URL: database.url,
    BUS_DATABASE_URL: bus.url,
    CALLER_TOKEN_SECRET: SECRET,
    ...storage.settings,
    ENTITLEMENTS_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    TICKET_PUBLIC_KEYS: JSON.stringify(keys),
    SHUTDOWN_GRACE_SECONDS: '1',
    LOG_LEVEL: 'silent',
    ...options.settings,
  });
  const service = await startService(
    storageElement(config),
    createLogger({ service: 'storage-element', level: 'silent' }),
  );
  const followed = await followBus(service);
  const pool = new pg.Pool({ connectionString: database.url, max: 4 });
  return {
    ...actions(service.url, privateKey),
    url: service.url,
    storage,
    service,
    database: pool,
    databaseUrl: database.url,
    entitlements: asked,
    events: followed.events,
    served: followed.served,
    publish: followed.publish,
    stop: async () => {
      await followed.subscription.stop();
      await service.stop();
      await pool.end();
      server.close();
      server.closeAllConnections();
      if (options.storage === undefined) await storage.drop();
      if (options.database === undefined) await database.drop();
      await bus.drop();
    },
  };
}

function actions(url: string, privateKey: KeyObject) {
  const tokens = new CallerTokens('gateway', SECRET);
  const as: RunningElement['as'] = async (subject, ...roles) => ({
    'x-waybill-caller': await tokens.sign({ subject, roles, tier: 'free', service: null }),
  });
  const put: RunningElement['put'] = async (
    body,
    { id = randomUUID(), filename = 'file.bin', headers = {} } = {},
  ) =>
    fetch(`${url}/api/v1/files/${id}?filename=${encodeURIComponent(filename)}`, {
      method: 'PUT',
      body,
      headers: { ...(await as('ops', 'admin')), ...headers },
      duplex: 'half',
    });
  return {
    as,
    put,
    store: async (body: Bytes, options?: { filename?: string; headers?: Record<string, string> }) => {
      const response = await put(body, options);
      if (response.status !== 201)
        throw new Error(`PUT answered ${response.status}: ${await response.text()}`);
      return (await response.json()) as StoredFileBody;
    },
    ticket: (
      file: { id: string; etag: string },
      claims: TicketClaims = {},
      key = privateKey,
      header: object = {},
    ) => sign(file, claims, key, header),
    download: (id: string, token: string, headers: Record<string, string> = {}, method = 'GET') =>
      fetch(`${url}/api/v1/files/${id}/download?token=${token}`, { headers, method }),
  };
}

/** What the service publishes, as another service would read it, and a way to tell it something. */
async function followBus(service: RunningService) {
  const bus = service.app.get(EventBus, { strict: false });
  const seen: { type: string; data: Record<string, unknown> }[] = [];
  const subscription = await bus.subscribe({
    group: 'test',
    topics: [TOPICS.files, TOPICS.transfers],
    onCrash: (error) => seen.push({ type: 'crash', data: { error } }),
    onBatch: async (batch) => {
      for (const message of batch.messages) {
        seen.push(JSON.parse(message.value) as (typeof seen)[0]);
        await batch.done(message);
      }
    },
  });
  await subscription.ready();
  const events = (type: string) => seen.filter((event) => event.type === type).map(({ data }) => data);
  return {
    subscription,
    events,
    served: () => events('waybill.transfer.served') as unknown as TransferServed[],
    publish: async <D extends object>(contract: EventContract<D>, data: D) => {
      const event = createEvent(contract, data, { service: 'test' });
      await bus.publish([
        { topic: contract.topic, key: event.subject, id: event.id, value: JSON.stringify(event) },
      ]);
    },
  };
}

function sign(file: { id: string; etag: string }, claims: TicketClaims, key: KeyObject, header: object) {
  const now = Math.floor(Date.now() / 1000);
  const all = {
    iss: 'waybill',
    aud: 'waybill-files',
    sub: 'ann',
    jti: `gr_${randomUUID()}`,
    iat: now,
    nbf: now,
    exp: now + 300,
    did: 'dl_0192f3a4b5c67d8e9f00112233445566',
    gen: 1,
    fid: file.id,
    aid: 'film-1',
    etag: file.etag,
    q: '720p',
    o: 'tasks',
    name: 'film.mp4',
    disp: 'attachment',
    tier: 'free',
    ...claims,
  };
  return new SignJWT(all)
    .setProtectedHeader({ alg: 'EdDSA', typ: 'waybill-ticket+jwt', kid: 'k1', ...header })
    .sign(key);
}

async function startEntitlements(): Promise<{ server: Server; asked: AskedEntitlements }> {
  const asked: AskedEntitlements = {
    questions: [],
    answer: {
      status: 201,
      body: { allowed: true, downloadId: null, generation: null, assetId: 'film-1', quality: null },
    },
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const question = JSON.parse(
        Buffer.concat(chunks).toString() || '{}',
      ) as AskedEntitlements['questions'][0];
      asked.questions.push(question);
      response.writeHead(asked.answer.status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(asked.answer.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, asked };
}

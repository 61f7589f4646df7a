import { generateKeyPairSync } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { type CloudEvent, createEvent, type EventContract, parseEnvelope, TOPICS } from '@waybill/contracts';
import { ManualClock, type Tier } from '@waybill/kernel';
import { EventBus, type Subscription } from '@waybill/messaging';
import {
  CALLER_HEADER,
  CallerTokens,
  createLogger,
  readEnvironment,
  type Role,
  type RunningService,
  startService,
} from '@waybill/platform';
import { createDatabase, type TestDatabase } from '@waybill/testing';
import type { FastifyInstance } from 'fastify';
import { DataSource } from 'typeorm';
import { environment } from '../src/config.js';
import { EntitlementsModule } from '../src/entitlements.module.js';
import { storeDialect } from '../src/http/store/store.dialect.js';

const SECRET = 'a secret of thirty-two characters!!';
const keys = generateKeyPairSync('ed25519');
export const publicKey = keys.publicKey;

export interface Person {
  readonly sub: string;
  readonly roles?: readonly Role[];
  readonly tier?: Tier;
  /** a service that calls on his behalf */
  readonly service?: string;
}

export const admin: Person = { sub: 'root', roles: ['admin'] };
export const peer: Person = { sub: 'root', roles: ['service'], service: 'download-sessions' };

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // The tests say what they expect of it.
  readonly body: Record<string, unknown>;
}

export interface StoredFileFacts {
  readonly id: string;
  readonly filename: string;
  readonly mediaType: string;
  readonly size: number;
  readonly etag: string;
  readonly sha256: string;
  readonly createdAt: string;
}

/** The service as it runs, with its own databases, a bus, a storage element that knows some files, and a clock. */
export class RunningEntitlements {
  readonly clock = new ManualClock(new Date());
  readonly files = new Map<string, StoredFileFacts>();
  readonly askedForFiles: string[] = [];
  readonly #gateway = new CallerTokens('gateway', SECRET);
  #service!: RunningService;
  readonly #seen: CloudEvent[] = [];
  readonly #routes = new Set<string>();
  readonly #crashes: unknown[] = [];
  #observer!: Subscription;
  #databases: TestDatabase[] = [];
  #storage!: Server;

  static async start(settings: Record<string, string> = {}): Promise<RunningEntitlements> {
    const running = new RunningEntitlements();
    await running.#start(settings);
    return running;
  }

  async #start(settings: Record<string, string>): Promise<void> {
    this.#databases = [await createDatabase('entitlements'), await createDatabase('bus')];
    this.#storage = await this.#startStorage();
    const address = this.#storage.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const config = readEnvironment(environment, {
      LOG_LEVEL: 'fatal',
      CALLER_TOKEN_SECRET: SECRET,
      DATABASE_URL: this.#databases[0]?.url,
      BUS_DATABASE_URL: this.#databases[1]?.url,
      STORAGE_ELEMENT_URL: `http://127.0.0.1:${String(port)}`,
      FILES_PUBLIC_URL: 'http://files.example',
      TICKET_PRIVATE_KEY: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      ...settings,
    });
    const options = {
      name: 'entitlements',
      config,
      module: () => EntitlementsModule.register(config, this.clock),
      dialects: [storeDialect],
      fastify: (fastify: FastifyInstance) => {
        fastify.addHook('onRoute', ({ method, url }) => this.#note([method].flat(), url));
      },
    };
    this.#service = await startService(options, createLogger({ service: 'entitlements', level: 'fatal' }));
    await this.#observe();
  }

  async #startStorage(): Promise<Server> {
    const server = createServer((request, response) => {
      const id = (request.url ?? '').split('/').at(-1) ?? '';
      this.askedForFiles.push(id);
      const file = this.files.get(id);
      const problem = { code: 'FILE_NOT_FOUND', detail: 'File not found' };
      response.writeHead(file === undefined ? 404 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(file ?? problem));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get<T>(token: abstract new (...args: never[]) => T): T {
    return this.#service.app.get<T>(token, { strict: false });
  }

  get dataSource(): DataSource {
    return this.get(DataSource);
  }

  get url(): string {
    return this.#service.url;
  }

  /** `GET /api/v1/assets/:id`: what controllers answer, HEAD left out. */
  routes(): string[] {
    return [...this.#routes];
  }

  async ask(
    method: string,
    path: string,
    who: Person | null,
    body?: unknown,
    headers: Record<string, string> = {},
  ) {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        ...(who !== null && { [CALLER_HEADER]: await this.#tokenOf(who) }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = (response.headers.get('content-type') ?? '').includes('json');
    const json = isJson && text !== '' ? (JSON.parse(text) as Record<string, unknown>) : { text };
    return { status: response.status, headers: response.headers, body: json } satisfies Answer;
  }

  /** The same with a body where the method takes one: to see who gets past the guard. */
  try(method: string, path: string, who: Person | null): Promise<Answer> {
    return this.ask(method, path, who, method === 'POST' || method === 'PUT' ? {} : undefined);
  }

  #tokenOf({ sub, roles = ['normal'], tier = 'free', service }: Person): Promise<string> {
    const tokens = service === undefined ? this.#gateway : new CallerTokens(service, SECRET);
    return tokens.sign({ subject: sub, roles, tier, service: service ?? null });
  }

  /** Puts an event onto the bus, as another service would. */
  async publish<D extends object>(
    contract: EventContract<D>,
    data: NoInfer<D>,
    source = 'elsewhere',
  ): Promise<CloudEvent<D>> {
    const event = createEvent(contract, data, { service: source });
    await this.republish(contract, event);
    return event;
  }

  async republish<D extends object>(contract: EventContract<D>, event: CloudEvent<D>): Promise<void> {
    const { id, subject: key } = event;
    await this.get(EventBus).publish([{ topic: contract.topic, key, id, value: JSON.stringify(event) }]);
  }

  /** The data of the events of one type that reached the bus, in order. */
  published<D extends object>(contract: EventContract<D>): D[] {
    return this.#seen.filter(({ type }) => type === contract.type).map(({ data }) => data as D);
  }

  #note(methods: readonly string[], url: string): void {
    for (const method of methods) if (method !== 'HEAD') this.#routes.add(`${method} ${url}`);
  }

  async #observe(): Promise<void> {
    this.#observer = await this.get(EventBus).subscribe({
      group: 'observer',
      topics: Object.values(TOPICS),
      onBatch: async (batch) => {
        for (const message of batch.messages) {
          this.#seen.push(parseEnvelope(message.value));
          await batch.done(message);
        }
      },
      onCrash: (error) => this.#crashes.push(error),
    });
    await this.#observer.ready();
  }

  async sql<R>(sql: string, parameters: unknown[] = []): Promise<R[]> {
    return this.dataSource.query<R[]>(sql, parameters);
  }

  async stop(): Promise<void> {
    await this.#observer.stop();
    await this.#service.stop();
    await new Promise((resolve) => this.#storage.close(resolve));
    for (const database of this.#databases) await database.drop();
    if (this.#crashes.length > 0) throw new AggregateError(this.#crashes, 'The observer crashed');
  }
}

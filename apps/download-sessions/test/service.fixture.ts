import {
  type CloudEvent,
  createEvent,
  type DownloadFacts,
  type EventContract,
  type TransferServed,
  transferServed,
} from '@waybill/contracts';
import type { Tier } from '@waybill/kernel';
import { EventBus } from '@waybill/messaging';
import {
  CallerTokens,
  createLogger,
  readEnvironment,
  type Role,
  type RunningService,
  startService,
} from '@waybill/platform';
import { createDatabase, servedTransfer, type TestDatabase } from '@waybill/testing';
import { DataSource } from 'typeorm';
import { environment } from '../src/config.js';
import { dialects } from '../src/dialects.js';
import { DownloadSessionsModule } from '../src/download-sessions.module.js';
import { EntitlementsServer, type FakeAsset, fileOf } from './entitlements.server.js';
import { QuotasServer } from './quotas.server.js';

const SECRET = 'a secret that is long enough for a test of callers';

/** A download as an edition shows it. */
export interface Shown {
  readonly id: string;
  readonly status: string;
  readonly downloadUrl: string | null;
  readonly downloaded: number;
  readonly chunks: readonly { readonly status: string }[];
  readonly created_at: string;
  readonly expires_at: string;
  readonly [more: string]: unknown;
}

interface BatchLine {
  readonly downloadId: string;
  readonly errorCode?: string;
}

/** What the editions' answers hold between them: each test looks at what its own must have. */
export interface AnswerBody {
  readonly success: boolean;
  readonly message: string;
  readonly code: string;
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly details: Readonly<Record<string, unknown>>;
  };
  readonly data: {
    readonly download: Shown;
    readonly progress: Readonly<Record<string, unknown>>;
    readonly items: readonly Shown[];
    readonly pagination: { readonly total: number };
    readonly statistics: unknown;
    readonly batchId: string;
    readonly downloads: readonly BatchLine[];
    readonly summary: { readonly successful: number };
    readonly cleanedCount: number;
  };
  readonly download: Shown;
  readonly download_id: string;
  readonly [more: string]: unknown;
}

export interface Answered<T = AnswerBody> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

/** An event of a download: its facts, and what its own kind adds. */
export type DownloadEvent = CloudEvent<
  DownloadFacts & { readonly reason?: string; readonly batchId?: string | null }
>;

export interface Ask {
  readonly as?: string | null;
  readonly tier?: Tier;
  readonly roles?: readonly Role[];
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** The whole service on a database and a bus of its own, between two small real servers. */
export class ServiceFixture {
  readonly entitlements = new EntitlementsServer();
  readonly quotas = new QuotasServer();
  readonly #tokens = new CallerTokens('gateway', SECRET);
  #service!: RunningService;
  #databases: TestDatabase[] = [];

  async start(settings: Record<string, string> = {}): Promise<void> {
    await Promise.all([this.entitlements.start(), this.quotas.start()]);
    this.#databases = await Promise.all([createDatabase('sessions'), createDatabase('bus')]);
    this.#service = await this.#boot(settings);
  }

  /** One more process of this service on the same database and bus. */
  startReplica(settings: Record<string, string> = {}): Promise<RunningService> {
    return this.#boot(settings);
  }

  /** The headers by which the gateway names a person. */
  async identify(subject: string): Promise<Record<string, string>> {
    const claims = { subject, roles: ['normal'], tier: 'free', service: null } as const;
    return { 'x-waybill-caller': await this.#tokens.sign(claims) };
  }

  async #boot(settings: Record<string, string>): Promise<RunningService> {
    const [own, bus] = this.#databases;
    const config = readEnvironment(environment, {
      LOG_LEVEL: 'silent',
      CALLER_TOKEN_SECRET: SECRET,
      DATABASE_URL: own?.url,
      BUS_DATABASE_URL: bus?.url,
      ENTITLEMENTS_URL: this.entitlements.url,
      STORAGE_QUOTAS_URL: this.quotas.url,
      CALL_TIMEOUT_MS: '2000',
      ...settings,
    });
    const options = {
      name: 'download-sessions',
      config,
      module: () => DownloadSessionsModule.register(config),
      dialects,
    };
    return startService(options, createLogger({ service: 'download-sessions', level: 'silent' }));
  }

  async stop(): Promise<void> {
    await this.#service.stop();
    await Promise.all([this.entitlements.stop(), this.quotas.stop()]);
    await Promise.all(this.#databases.map((database) => database.drop()));
  }

  get url(): string {
    return this.#service.url;
  }

  get app() {
    return this.#service.app;
  }

  get database(): DataSource {
    return this.app.get(DataSource, { strict: false });
  }

  async ask(
    method: string,
    path: string,
    { as = 'ada', tier = 'free', roles = ['normal'], body, headers = {} }: Ask = {},
  ): Promise<Answered> {
    const claims = { subject: as ?? '', roles, tier, service: null };
    const caller = as === null ? {} : { 'x-waybill-caller': await this.#tokens.sign(claims) };
    const type = body === undefined ? {} : { 'content-type': 'application/json' };
    const content = body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body);
    const response = await fetch(`${this.url}${path}`, {
      method,
      body: content,
      headers: { ...caller, ...type, ...headers },
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: JSON.parse(text) as AnswerBody,
    };
  }

  /** Makes a download of an asset that is made, too. */
  async create(asset: Partial<FakeAsset> & { assetId: string }, ask: Ask = {}): Promise<string> {
    this.entitlements.assets.set(asset.assetId, { size: 1000, ...asset });
    const { status, body } = await this.ask('POST', '/downloads', {
      ...ask,
      body: { resourceId: asset.assetId },
    });
    if (status !== 201) throw new Error(`Not created: ${status} ${JSON.stringify(body)}`);
    return body.data.download.id;
  }

  async publish<D extends object>(contract: EventContract<D>, ...data: D[]): Promise<void> {
    const events = data.map((one) => createEvent(contract, one, { service: 'a-test' }));
    await this.publishEvents(contract.topic, events);
  }

  async publishEvents(topic: string, events: readonly CloudEvent[]): Promise<void> {
    const bus = this.app.get(EventBus, { strict: false });
    await bus.publish(
      events.map((event) => ({ topic, key: event.subject, id: event.id, value: JSON.stringify(event) })),
    );
  }

  async serve(...transfers: (Partial<TransferServed> & { downloadId: string })[]): Promise<void> {
    await this.publish(transferServed, ...transfers.map(transfer));
  }

  /** The types of a download's events, in the order in which they were made. */
  async eventsOf(downloadId: string): Promise<string[]> {
    return (await this.factsOf(downloadId)).map(({ type }) => type.replace('waybill.download.', ''));
  }

  /** What was made for the bus of this download, the outbox and what the relay took from it together. */
  async factsOf(downloadId: string): Promise<DownloadEvent[]> {
    const seen = await this.#published(downloadId);
    return seen.sort((a, b) => a.data.revision - b.data.revision);
  }

  async #published(downloadId: string): Promise<DownloadEvent[]> {
    const waiting: { value: string }[] = await this.database.query(
      'SELECT value FROM outbox WHERE key = $1',
      [downloadId],
    );
    const bus = this.#databases[1];
    const source = await new DataSource({ type: 'postgres', url: bus?.url ?? '' }).initialize();
    const sent = await source
      .query<{ value: string }[]>(
        `SELECT value FROM bus.messages WHERE key = $1 AND value LIKE '%"waybill.download.%'`,
        [downloadId],
      )
      .finally(() => source.destroy());
    const all = [...waiting, ...sent].map(({ value }) => JSON.parse(value) as DownloadEvent);
    return [...new Map(all.map((event) => [event.id, event])).values()];
  }
}

/** A report of the first ten bytes, unless it says otherwise. */
export function transfer(told: Partial<TransferServed> & { downloadId: string }): TransferServed {
  const { assetId = 'clip', ranges = [{ start: 0, end: 10 }] } = told;
  const { fileId, fileName, etag } = fileOf(assetId ?? 'clip');
  return servedTransfer({
    userId: 'ada',
    assetId,
    fileId,
    fileName,
    etag,
    ranges,
    bytes: ranges.reduce((sum, { start, end }) => sum + end - start, 0),
    ...told,
  });
}

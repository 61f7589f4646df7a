import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Agent, type Dispatcher } from 'undici';
import { type GatewayConfig, GatewaySettings } from '../config.js';
import { type ServiceName, SERVICES, type Traffic } from '../routing/route-table.js';
import { call } from './call-answer.js';
import { Failures } from './failures.js';
import { KernelPipe } from './lane/kernel-pipe.js';
import { loadSystemCalls } from './lane/system-calls.js';
import { TransferLane } from './lane/transfer-lane.js';
import type { UpstreamAnswer } from './upstream-answer.js';

const CONNECT_TIMEOUT_MS = 2_000;
/** Below the services' keep-alive, so that we never write into a connection that is just being closed. */
const KEEP_ALIVE_MS = 30_000;
const CALL_CONNECTIONS = 256;

/** The services behind the gateway and the connections to them: transfers do not take places from calls. */
@Injectable()
export class Upstreams implements OnApplicationShutdown {
  readonly #urls: Readonly<Record<ServiceName, URL>>;
  readonly #calls = new Agent({ ...connecting, connections: CALL_CONNECTIONS });
  readonly #transfers = new Agent({ ...connecting, connections: null });
  /** Null where bytes are not the kernel's to move: then they pass through streams. */
  readonly lane: TransferLane | null;
  readonly failures = new Failures();

  constructor({ config }: GatewaySettings) {
    this.#urls = urlsOf(config);
    this.lane = laneTo(this.#urls['storage-element'], config);
  }

  /** Scheme, host and port. */
  origin(service: ServiceName): string {
    return this.#urls[service].origin;
  }

  /** Rejects as undici does, whichever way is taken. */
  request(traffic: Traffic, request: Dispatcher.RequestOptions): Promise<UpstreamAnswer> {
    if (traffic === 'call') return call(this.#calls, request);
    const answer = traffic === 'download' ? this.lane?.request(request) : null;
    return answer ?? this.#transfers.request(request);
  }

  /** Throws unless the service says that it is ready. */
  async check(service: ServiceName): Promise<void> {
    const signal = AbortSignal.timeout(1_800);
    const request = { origin: this.origin(service), path: '/health/ready', method: 'GET', signal } as const;
    const { statusCode, body } = await this.#calls.request(request);
    await body.dump();
    if (statusCode !== 200) throw new Error(`${service} answers ${statusCode}`);
  }

  checks(): readonly (readonly [ServiceName, () => Promise<void>])[] {
    return SERVICES.map((service) => [service, () => this.check(service)] as const);
  }

  /** Every client has its answer or was cut by now: what still runs has nobody who waits for it. */
  async onApplicationShutdown(): Promise<void> {
    this.lane?.destroy();
    await Promise.all([this.#calls.destroy(), this.#transfers.destroy()]);
  }
}

const connecting = {
  connect: { timeout: CONNECT_TIMEOUT_MS },
  keepAliveTimeout: KEEP_ALIVE_MS,
  pipelining: 1,
} as const;

function laneTo(origin: URL, { TRANSFER_ENGINE }: GatewayConfig): TransferLane | null {
  if (TRANSFER_ENGINE === 'streams' || origin.protocol !== 'http:') return null;
  const pipe = KernelPipe.open(loadSystemCalls());
  const times = { connectTimeoutMs: CONNECT_TIMEOUT_MS, keepAliveMs: KEEP_ALIVE_MS };
  return pipe === null ? null : new TransferLane(origin, times, pipe);
}

function urlsOf(config: GatewayConfig): Record<ServiceName, URL> {
  return {
    'download-sessions': new URL(config.DOWNLOAD_SESSIONS_URL),
    'storage-quotas': new URL(config.STORAGE_QUOTAS_URL),
    entitlements: new URL(config.ENTITLEMENTS_URL),
    'storage-element': new URL(config.STORAGE_ELEMENT_URL),
    analytics: new URL(config.ANALYTICS_URL),
  };
}

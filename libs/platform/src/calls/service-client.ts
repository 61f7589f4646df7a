import type { OnApplicationShutdown } from '@nestjs/common';
import { DomainError } from '@waybill/kernel';
import { Pool } from 'undici';
import type { Caller } from '../caller/caller.js';
import type { CallerTokens } from '../caller/caller-tokens.js';
import { CALLER_HEADER, REQUEST_ID_HEADER, TRACE_HEADER } from '../http/headers.js';
import { RequestContext } from '../tracing/request-context.js';
import { childOf, newTraceparent } from '../tracing/traceparent.js';
import { callFailure, isConnectionLost, notAsked, refusal } from './call-failure.js';
import { Circuit } from './circuit.js';
import { RetryBudget } from './retry-budget.js';

export interface ServiceClientOptions {
  /** The service that is called, for messages: `entitlements`. */
  readonly service: string;
  readonly baseUrl: string;
  /** For the whole call, its one retry included. */
  readonly timeoutMs: number;
  /** Signs for the service that calls; inject `CallerTokens`. */
  readonly tokens: CallerTokens;
  readonly connections?: number;
}

export interface CallOptions {
  /** On whose behalf. */
  readonly actingFor: Caller | Pick<Caller, 'subject' | 'roles' | 'tier' | 'requestId'>;
  /** True where doing it twice is doing it once: it is tried again if the connection broke. GET and DELETE are. */
  readonly idempotent?: boolean;
}

type Method = 'GET' | 'POST' | 'DELETE' | 'PUT';
const CONNECT_TIMEOUT_MS = 1_500;
const CONNECTIONS = 64;
/** Calls under way for each connection; more would only wait, and their callers with them. */
const CALLS_PER_CONNECTION = 4;
const SIGN_OF_LIFE_MS = 1_000;
/** Below the servers' keep-alive, so that we never write into a connection that is just being closed. */
const KEEP_ALIVE_MS = 30_000;

/**
 * Calls to another service, kept alive, with a timeout. A refusal there becomes the same DomainError here; no answer in
 * time is kind `timeout`, no connection `unavailable`, both with the code NETWORK_ERROR. A service that has fallen silent, or
 * that has too much to answer already, is not waited for: `unavailable` at once.
 */
export class ServiceClient implements OnApplicationShutdown {
  readonly #pool: Pool;
  readonly #retries = new RetryBudget(10);
  readonly #circuit = new Circuit(() => this.#check(SIGN_OF_LIFE_MS));
  readonly #mostCalls: number;
  #calls = 0;

  constructor(private readonly options: ServiceClientOptions) {
    const connections = options.connections ?? CONNECTIONS;
    this.#mostCalls = connections * CALLS_PER_CONNECTION;
    this.#pool = new Pool(new URL(options.baseUrl).origin, {
      connections,
      connect: { timeout: CONNECT_TIMEOUT_MS },
      keepAliveTimeout: KEEP_ALIVE_MS,
      headersTimeout: options.timeoutMs,
      bodyTimeout: options.timeoutMs,
    });
  }

  get<T>(path: string, options: CallOptions): Promise<T> {
    return this.#call<T>('GET', path, undefined, { idempotent: true, ...options });
  }

  post<T>(path: string, body: object, options: CallOptions): Promise<T> {
    return this.#call<T>('POST', path, body, options);
  }

  delete(path: string, options: CallOptions): Promise<void> {
    return this.#call<undefined>('DELETE', path, undefined, { idempotent: true, ...options });
  }

  /** For readiness: whether it answers at all. */
  check(): Promise<void> {
    return this.#check(2_000);
  }

  onApplicationShutdown(): Promise<void> {
    return this.#pool.close();
  }

  async #check(timeoutMs: number): Promise<void> {
    const answer = await this.#pool.request({
      method: 'GET',
      path: '/health/live',
      signal: AbortSignal.timeout(timeoutMs),
    });
    await answer.body.dump();
  }

  async #call<T>(method: Method, path: string, body: object | undefined, options: CallOptions): Promise<T> {
    if (this.#calls >= this.#mostCalls) throw notAsked(this.options.service);
    this.#calls += 1;
    try {
      if (!(await this.#circuit.admits())) throw notAsked(this.options.service);
      return await this.#callInTime<T>(method, path, body, options);
    } catch (error) {
      if (error instanceof DomainError) throw error;
      this.#circuit.stayedSilent();
      throw callFailure(error, this.options.service);
    } finally {
      this.#calls -= 1;
    }
  }

  async #callInTime<T>(method: Method, path: string, body: object | undefined, options: CallOptions) {
    const signal = AbortSignal.timeout(this.options.timeoutMs);
    const send = () => this.#send<T>(method, path, body, options, signal);
    return send().catch((error: unknown) => {
      if (options.idempotent !== true || !isConnectionLost(error) || !this.#retries.take()) throw error;
      return send();
    });
  }

  async #send<T>(
    method: Method,
    path: string,
    body: object | undefined,
    options: CallOptions,
    signal: AbortSignal,
  ) {
    const { statusCode, body: answer } = await this.#pool.request({
      method,
      path: new URL(path, this.options.baseUrl).href.slice(new URL(this.options.baseUrl).origin.length),
      headers: await this.#headers(options.actingFor, body !== undefined),
      body: body === undefined ? null : JSON.stringify(body),
      signal,
    });
    const text = await answer.text();
    this.#circuit.answered();
    if (statusCode >= 200 && statusCode < 300) return (text === '' ? undefined : JSON.parse(text)) as T;
    throw refusal(statusCode, text, this.options.service);
  }

  async #headers(caller: CallOptions['actingFor'], hasBody: boolean): Promise<Record<string, string>> {
    const { tokens } = this.options;
    const { subject, roles, tier, requestId } = caller;
    const trace = RequestContext.traceparent();
    return {
      accept: 'application/json',
      ...(hasBody && { 'content-type': 'application/json' }),
      [CALLER_HEADER]: await tokens.sign({ subject, roles, tier, service: tokens.issuer }),
      [REQUEST_ID_HEADER]: requestId,
      [TRACE_HEADER]: trace === undefined ? newTraceparent() : childOf(trace),
    };
  }
}

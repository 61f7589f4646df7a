import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { LaneServer, type PlainAnswer, type PlainService } from '@waybill/http-lane';
import type { FastifyInstance } from 'fastify';
import { GatewaySettings } from '../config.js';
import { ClientAddresses } from '../limits/client-addresses.js';
import { Carrier } from './carrier.js';
import { sideBefore, sideOf } from './client-side.js';
import { type PlainDownload, plainDownloadOf, readPlainDownload } from './plain-download.js';
import { Upstreams } from './upstreams.js';

/**
 * In front of the framework, and of Node's HTTP server too on a connection that has brought nothing but plain downloads: those
 * are carried at once. Everything else goes the ordinary way, and so does every failure. It exists for files of a MiB or so,
 * where reading and routing a request cost more than its bytes (`npm run bench -- bytes:1m`).
 */
@Injectable()
export class FastLane implements OnModuleInit {
  /** What went wrong on a connection before Node's server had it. */
  readonly #failures = new WeakMap<Socket, { readonly error: unknown }>();

  constructor(
    private readonly adapters: HttpAdapterHost,
    private readonly upstreams: Upstreams,
    private readonly settings: GatewaySettings,
  ) {}

  onModuleInit(): void {
    const { CORS_ORIGINS, TRUST_PROXY, UPSTREAM_TIMEOUT_SECONDS } = this.settings.config;
    const { lane } = this.upstreams;
    // Where pages of other origins may call, answers say more than ours do.
    if (lane === null || CORS_ORIGINS !== undefined) return;
    const fastify: FastifyInstance = this.adapters.httpAdapter.getInstance();
    const addresses = new ClientAddresses(TRUST_PROXY);
    const options = { timeoutMs: UPSTREAM_TIMEOUT_SECONDS * 1000, addresses };
    const carrier = new Carrier(lane, options, fastify.recordRequest);
    this.#standBeforeFramework(fastify.server, carrier);
    new LaneServer(fastify.server, this.#serviceOf(carrier));
  }

  #standBeforeFramework(server: Server, carrier: Carrier): void {
    const ordinary = server.listeners('request') as RequestListener[];
    server.removeAllListeners('request');
    server.on('request', (request, response) => {
      const goOrdinary = () => {
        for (const listener of ordinary) listener.call(server, request, response);
      };
      const download = this.#hasFailed(request) ? null : readAtOnce(request, response);
      if (download === null) goOrdinary();
      else void this.#carry(carrier, download, response, goOrdinary);
    });
  }

  async #carry(
    carrier: Carrier,
    download: PlainDownload,
    response: ServerResponse,
    goOrdinary: () => void,
  ): Promise<void> {
    try {
      if (await carrier.carry(download, sideOf(response))) return;
    } catch (error) {
      this.upstreams.failures.note(response.req, error);
    }
    goOrdinary();
  }

  /** True where that is still to be told: the framework does. */
  #hasFailed(request: IncomingMessage): boolean {
    const failure = this.#failures.get(request.socket);
    if (failure === undefined) return false;
    this.#failures.delete(request.socket);
    this.upstreams.failures.note(request, failure.error);
    return true;
  }

  #serviceOf(carrier: Carrier): PlainService<PlainDownload> {
    return {
      read: readPlainDownload,
      serve: () => false,
      serveLater: (download, answer) => this.#serve(carrier, download, answer),
    };
  }

  async #serve(carrier: Carrier, download: PlainDownload, answer: PlainAnswer): Promise<boolean> {
    try {
      return await carrier.carry(download, sideBefore(answer));
    } catch (error) {
      this.#failures.set(answer.socket, { error });
      return false;
    }
  }
}

/** A pipelined request has to wait for its turn: not here. */
function readAtOnce(request: IncomingMessage, response: ServerResponse): PlainDownload | null {
  return response.socket === null ? null : plainDownloadOf(request);
}

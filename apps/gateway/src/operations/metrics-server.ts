import { createServer, type Server } from 'node:http';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { register } from 'prom-client';
import { GatewaySettings } from '../config.js';

/** `/metrics` on a port of its own: the public one has no such path, whoever asks and through whatever proxy. */
@Injectable()
export class MetricsServer implements OnApplicationBootstrap, OnApplicationShutdown {
  #server: Server | undefined;

  constructor(private readonly settings: GatewaySettings) {}

  async onApplicationBootstrap(): Promise<void> {
    const { METRICS_PORT, METRICS_HOST } = this.settings.config;
    if (METRICS_PORT === undefined) return;
    const server = createServer((request, response) => {
      if (request.url !== '/metrics') response.writeHead(404).end();
      else
        void answer().then(({ type, text }) => response.writeHead(200, { 'content-type': type }).end(text));
    });
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(METRICS_PORT, METRICS_HOST, resolve);
    });
    new Logger('Metrics').log({ address: server.address() }, 'metrics have a port of their own');
  }

  onApplicationShutdown(): void {
    this.#server?.close();
    this.#server?.closeAllConnections();
  }

  /** Where it listens; null where it does not. */
  get url(): string | null {
    const address = this.#server?.address();
    return typeof address === 'object' && address !== null
      ? `http://127.0.0.1:${address.port}/metrics`
      : null;
  }
}

async function answer() {
  return { type: register.contentType, text: await register.metrics() };
}

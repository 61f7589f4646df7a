import type { ServiceOptions } from '@waybill/platform';
import type { GatewayConfig } from './config.js';
import { dialects } from './errors/dialects.js';
import { GatewayModule } from './gateway.module.js';
import { corsOf, prepareEdge } from './operations/edge.js';

/** How the gateway boots: the same for the program and for its tests. */
export function gatewayService(config: GatewayConfig): ServiceOptions<GatewayConfig> {
  return {
    name: 'gateway',
    config,
    module: (settings) => GatewayModule.register(settings),
    dialects,
    metricsRoute: false,
    // Uploads may take as long as they take; bodies of calls are timed where they are read.
    http: { trustProxy: config.TRUST_PROXY, requestTimeoutMs: 0, parseBodies: false, cors: corsOf(config) },
    fastify: (fastify) => prepareEdge(fastify, config),
  };
}

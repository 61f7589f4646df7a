import {
  entryOf,
  environmentOf,
  type Environment,
  GATEWAY,
  nodeOptionsOf,
  SERVICES,
  type Service,
  type Wiring,
} from '../embedded/services.ts';
import type { Program } from '../embedded/supervisor/watched.ts';
import { spawnDetached } from './components/spawn-detached.ts';

/** One process of a service. The first one carries the service's own name. */
export interface Replica {
  readonly name: string;
  readonly service: Service;
}

export function replicasOf(service: Service, count: number): readonly Replica[] {
  return Array.from({ length: count }, (_, index) => ({
    name: index === 0 ? service.name : `${service.name}-${String(index + 1)}`,
    service,
  }));
}

/** Gateways last: they stop first. */
export const allReplicas = (count: number) => SERVICES.flatMap((service) => replicasOf(service, count));

export interface ReplicaOptions {
  readonly wiring: Wiring;
  readonly port: number;
  /** The gateway's only; the others have `/metrics` beside their routes. */
  readonly metricsPort: number | undefined;
  /** Brokers, Redis and the bucket. */
  readonly shared: Environment;
}

/** The same program as in the embedded stack; only its environment tells that there are others. */
export function programOf({ name, service }: Replica, options: ReplicaOptions): Program {
  const env = {
    ...environmentOf(service, options.wiring),
    ...options.shared,
    HOST: '127.0.0.1',
    PORT: String(options.port),
    ...(service.name === GATEWAY && { METRICS_PORT: String(options.metricsPort) }),
  };
  return {
    name,
    spawn: () => spawnDetached(process.execPath, [...nodeOptionsOf(service), entryOf(service)], { env }),
    stopSignal: 'SIGTERM',
    stopWithinMs: 10_000,
  };
}

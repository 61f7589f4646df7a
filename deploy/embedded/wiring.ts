import { spawn } from 'node:child_process';
import { freePorts } from './ports.ts';
import { databaseUrl, type DatabaseAddress } from './postgres/server.ts';
import type { Secrets } from './secrets.ts';
import {
  entryOf,
  environmentOf,
  GATEWAY,
  nodeOptionsOf,
  SERVICES,
  type Service,
  type Wiring,
} from './services.ts';
import { homePaths, type Settings } from './settings.ts';
import type { Program } from './supervisor/watched.ts';

/** The gateway's metrics have a port of their own: its public one has no such path. */
const GATEWAY_METRICS = 'gateway-metrics';

/** The gateway on its port, the others on free ones: they keep them as long as the starter lives. */
export async function wire(settings: Settings, secrets: Secrets, database: DatabaseAddress): Promise<Wiring> {
  const publicUrl = `http://127.0.0.1:${String(settings.port)}`;
  const ports = await assignPorts(settings.port, process.env.METRICS_PORT);
  return {
    host: settings.host,
    publicUrl,
    filesPublicUrl: settings.filesPublicUrl ?? publicUrl,
    storageRoot: settings.storageRoot ?? homePaths(settings.home).storage,
    archiveRoot: homePaths(settings.home).archive,
    secrets,
    port: (service) => ports.get(service) ?? 0,
    databaseUrl: (name) => databaseUrl(database, name),
    // Compiled code is kept: a service that is started again is there a third sooner.
    outer: { NODE_COMPILE_CACHE: homePaths(settings.home).compileCache, ...process.env },
  };
}

export const metricsAddressOf = (wiring: Wiring) => `${addressOf(wiring, GATEWAY_METRICS)}/metrics`;

export const addressOf = (wiring: Wiring, service: string) =>
  `http://127.0.0.1:${String(wiring.port(service))}`;

async function assignPorts(
  gatewayPort: number,
  metricsPort: string | undefined,
): Promise<Map<string, number>> {
  const inner = SERVICES.map(({ name }) => name).filter((name) => name !== GATEWAY);
  const free = await freePorts(inner.length + 1);
  const ports = inner.map((name, index) => [name, free[index] ?? 0] as const);
  return new Map([[GATEWAY, gatewayPort], [GATEWAY_METRICS, Number(metricsPort ?? free.at(-1))], ...ports]);
}

/** In a process group of its own: Ctrl-C reaches the starter only, which stops everything in order. */
export function programOf(service: Service, wiring: Wiring): Program {
  const env = {
    ...environmentOf(service, wiring),
    ...(service.name === GATEWAY && { METRICS_PORT: String(wiring.port(GATEWAY_METRICS)) }),
  };
  const args = [...nodeOptionsOf(service), entryOf(service)];
  return {
    name: service.name,
    spawn: () => spawn(process.execPath, args, { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] }),
    stopSignal: 'SIGTERM',
    stopWithinMs: 10_000,
  };
}

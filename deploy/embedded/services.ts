import { join } from 'node:path';
import { ROOT } from '../workspace.ts';
import type { Secrets } from './secrets.ts';
import { LOCAL_AUDIENCE, LOCAL_ISSUER } from './tokens.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What a service may need to know of the stack around it. */
export interface Wiring {
  readonly host: string;
  /** The gateway's address as clients write it. */
  readonly publicUrl: string;
  readonly filesPublicUrl: string;
  readonly storageRoot: string;
  readonly archiveRoot: string;
  readonly secrets: Secrets;
  port(service: string): number;
  databaseUrl(name: string): string;
  /** What the starter itself was started with: settings of the services pass through it. */
  readonly outer: Environment;
}

export interface Service {
  readonly name: string;
  readonly database: string | null;
  /** Whether bytes pass through it by the gigabyte. */
  readonly streams?: boolean;
  environment(wiring: Wiring): Environment;
}

export const GATEWAY = 'gateway';
export const BUS_DATABASE = 'waybill_bus';

const url = (wiring: Wiring, service: string) => `http://127.0.0.1:${String(wiring.port(service))}`;

export const SERVICES: readonly Service[] = [
  {
    name: 'entitlements',
    database: 'waybill_entitlements',
    environment: (wiring) => ({
      STORAGE_ELEMENT_URL: url(wiring, 'storage-element'),
      FILES_PUBLIC_URL: wiring.filesPublicUrl,
      TICKET_PRIVATE_KEY: wiring.secrets.ticketPrivateKey,
    }),
  },
  { name: 'storage-quotas', database: 'waybill_quotas', environment: () => ({}) },
  {
    name: 'download-sessions',
    database: 'waybill_sessions',
    environment: (wiring) => ({
      ENTITLEMENTS_URL: url(wiring, 'entitlements'),
      STORAGE_QUOTAS_URL: url(wiring, 'storage-quotas'),
    }),
  },
  {
    name: 'storage-element',
    database: 'waybill_files',
    streams: true,
    environment: (wiring) => ({
      ENTITLEMENTS_URL: url(wiring, 'entitlements'),
      TICKET_PUBLIC_KEYS: wiring.secrets.ticketPublicKeys,
      STORAGE_ROOT: wiring.storageRoot,
    }),
  },
  {
    name: 'analytics',
    database: 'waybill_analytics',
    environment: (wiring) => ({ ARCHIVE_ROOT: wiring.archiveRoot }),
  },
  {
    name: GATEWAY,
    database: null,
    streams: true,
    environment: (wiring) => ({
      HOST: wiring.host,
      DOWNLOAD_SESSIONS_URL: url(wiring, 'download-sessions'),
      STORAGE_QUOTAS_URL: url(wiring, 'storage-quotas'),
      ENTITLEMENTS_URL: url(wiring, 'entitlements'),
      STORAGE_ELEMENT_URL: url(wiring, 'storage-element'),
      ANALYTICS_URL: url(wiring, 'analytics'),
      ...identityProvider(wiring),
    }),
  },
];

export const DATABASES = [BUS_DATABASE, ...SERVICES.flatMap(({ database }) => database ?? [])];

/**
 * V8's young generation, in MiB. Its default of 16 (three times) is mostly garbage of the boot; where bytes stream, a
 * small one lets go of their buffers sooner. The bench `memory` tells.
 */
const YOUNG_MIB = 4;
const YOUNG_STREAMING_MIB = 1;

export function nodeOptionsOf({ streams = false }: Service): string[] {
  return [`--max-semi-space-size=${String(streams ? YOUNG_STREAMING_MIB : YOUNG_MIB)}`];
}

export const entryOf = (service: Service) => join(ROOT, 'apps', service.name, 'dist', 'main.js');

export function environmentOf(service: Service, wiring: Wiring): NodeJS.ProcessEnv {
  const { database } = service;
  return {
    ...withoutNpm(wiring.outer),
    NODE_ENV: 'production',
    // glibc keeps what threads freed, in an arena for each: two are enough, and give some 50 MiB back.
    MALLOC_ARENA_MAX: wiring.outer.MALLOC_ARENA_MAX ?? '2',
    SHUTDOWN_GRACE_SECONDS: wiring.outer.SHUTDOWN_GRACE_SECONDS ?? '5',
    HOST: '127.0.0.1',
    PORT: String(wiring.port(service.name)),
    DATABASE_URL: database === null ? undefined : wiring.databaseUrl(database),
    BUS_DATABASE_URL: wiring.databaseUrl(BUS_DATABASE),
    CALLER_TOKEN_SECRET: wiring.secrets.callerTokenSecret,
    ...service.environment(wiring),
  };
}

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

/** The local one, unless the starter was told of another. */
function identityProvider({ host, outer, secrets }: Wiring): Environment {
  if (outer.JWT_SECRET ?? outer.JWT_PUBLIC_KEY ?? outer.JWT_JWKS_URL) return {};
  return {
    JWT_SECRET: secrets.jwtSecret,
    JWT_ALGORITHMS: 'HS256',
    JWT_ISSUER: LOCAL_ISSUER,
    JWT_AUDIENCE: LOCAL_AUDIENCE,
    // Anybody may become an admin there, so only on a door that this machine alone reaches, unless it is asked for.
    LOCAL_SIGN_IN: outer.LOCAL_SIGN_IN ?? String(LOOPBACK.has(host)),
  };
}

function withoutNpm(outer: Environment): Environment {
  return Object.fromEntries(Object.entries(outer).filter(([name]) => !/^npm_/i.test(name)));
}

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describeService } from '@waybill/platform';
import { ROOT } from '../../workspace.ts';
import type { OpenApiDocument } from './document.ts';
import type { ServiceDocument } from './assemble.ts';

interface Described {
  readonly service: string;
  /** The exported class of `<service>.module.js`. */
  readonly module: string;
}

const DESCRIBED: readonly Described[] = [
  { service: 'download-sessions', module: 'DownloadSessionsModule' },
  { service: 'storage-quotas', module: 'StorageQuotasModule' },
  { service: 'entitlements', module: 'EntitlementsModule' },
  { service: 'storage-element', module: 'StorageElementModule' },
  { service: 'analytics', module: 'AnalyticsModule' },
];

/** Enough for each configuration to be valid. Nothing is opened or signed while describing. */
const ENVIRONMENT = {
  PORT: '1',
  DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
  BUS_DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
  CALLER_TOKEN_SECRET: 'describing-a-service-signs-nothing-at-all',
  ENTITLEMENTS_URL: 'http://127.0.0.1:1',
  STORAGE_QUOTAS_URL: 'http://127.0.0.1:1',
  STORAGE_ELEMENT_URL: 'http://127.0.0.1:1',
  FILES_PUBLIC_URL: 'http://127.0.0.1:1',
  STORAGE_ROOT: '/nowhere',
  ARCHIVE_ROOT: '/nowhere',
};

interface Registering {
  register(config: unknown): Parameters<typeof describeService>[1];
}

export async function serviceDocuments(
  secrets: Readonly<Record<string, string>>,
): Promise<ServiceDocument[]> {
  const documents: ServiceDocument[] = [];
  for (const { service, module } of DESCRIBED) {
    const modules = await load<Record<string, Registering>>(service, `${service}.module.js`);
    const { environment } = await load<{ environment: { parse(env: object): unknown } }>(
      service,
      'config.js',
    );
    const described = modules[module]?.register(environment.parse({ ...ENVIRONMENT, ...secrets }));
    if (described === undefined) throw new Error(`${service} has no ${module}`);
    for (const { document } of await describeService(service, described))
      documents.push({ service, document: document as unknown as OpenApiDocument });
  }
  return documents;
}

async function load<T>(service: string, file: string): Promise<T> {
  return (await import(pathToFileURL(join(ROOT, 'apps', service, 'dist', file)).href)) as T;
}

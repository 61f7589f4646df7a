import { uuidv7 } from '@waybill/kernel';
import { CallerTokens, createLogger, type Role, type RunningService, startService } from '@waybill/platform';
import { createDatabase } from '@waybill/testing';
import { environment } from '../src/config.js';
import { offlineDialect } from '../src/http/offline/offline.dialect.js';
import { StorageQuotasModule } from '../src/storage-quotas.module.js';
import { type Tier } from '@waybill/kernel';

const SECRET = 'a-secret-of-the-tests-that-is-long-enough';

export interface Person {
  readonly subject?: string;
  readonly roles?: readonly Role[];
  readonly tier?: Tier;
  readonly service?: string;
}

export interface Answer<B> {
  readonly status: number;
  readonly body: B;
}

/** The whole service on a port, as it runs, over databases of its own. */
export async function startQuotas() {
  const [database, bus] = [await createDatabase('quotas'), await createDatabase('bus')];
  const routes: string[] = [];
  const service = await startService(
    {
      name: 'storage-quotas',
      config: environment.parse({
        DATABASE_URL: database.url,
        BUS_DATABASE_URL: bus.url,
        CALLER_TOKEN_SECRET: SECRET,
        LOG_LEVEL: 'silent',
      }),
      module: (config) => StorageQuotasModule.register(config),
      dialects: [offlineDialect],
      fastify: (fastify) => {
        fastify.addHook('onRoute', ({ method, url }) => {
          routes.push(`${String(method)} ${url}`);
        });
      },
    },
    createLogger({ service: 'storage-quotas', level: 'silent' }),
  );
  const stop = async () => {
    await service.stop();
    await database.drop();
    await bus.drop();
  };
  return { app: service.app, routes, stop, call: caller(service) };
}

export type RunningQuotas = Awaited<ReturnType<typeof startQuotas>>;

function caller({ url }: RunningService) {
  const gateway = new CallerTokens('gateway', SECRET);
  return async <B = Record<string, unknown>>(
    route: string,
    person: Person | null = {},
    options: { body?: unknown; raw?: string; headers?: Record<string, string> } = {},
  ): Promise<Answer<B>> => {
    const [method = 'GET', path = ''] = route.split(' ');
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(person && { 'x-waybill-caller': await gateway.sign(claimsOf(person)) }),
        ...(options.body !== undefined && { 'content-type': 'application/json' }),
        ...options.headers,
      },
      ...(options.body !== undefined && { body: JSON.stringify(options.body) }),
      ...(options.raw !== undefined && { body: options.raw }),
    });
    return { status: response.status, body: (await bodyOf(response)) as B };
  };
}

function claimsOf({ subject = uuidv7(), roles = ['normal'], tier = 'free', service }: Person) {
  return { subject, roles, tier, service: service ?? null };
}

async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === '') return null;
  return response.headers.get('content-type')?.includes('json') === true ? JSON.parse(text) : text;
}

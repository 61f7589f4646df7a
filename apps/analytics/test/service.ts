import { jest } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CloudEvent } from '@waybill/contracts';
import { CallerTokens, createLogger, type Role, startService } from '@waybill/platform';
import { createDatabase } from '@waybill/testing';
import { DataSource } from 'typeorm';
import { AnalyticsModule } from '../src/analytics.module.js';
import { RecordEvents } from '../src/application/record-events.js';
import { environment } from '../src/config.js';
import { tasksDialect } from '../src/http/tasks/tasks.dialect.js';
import { trackingDialect } from '../src/http/tracking/tracking.dialect.js';

// A machine that is busy with other things is slow, not wrong.
jest.setTimeout(120_000);

const SECRET = 'a secret of tests that is long enough';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

interface Asking {
  readonly as?: string;
  readonly roles?: readonly Role[];
  readonly headers?: Record<string, string>;
}

/** The whole service over databases of its own, asked by HTTP with the gateway's tokens. */
export async function startAnalytics(settings: Record<string, string> = {}) {
  const [database, bus] = await Promise.all([createDatabase('analytics'), createDatabase('bus')]);
  const archive = await mkdtemp(join(tmpdir(), 'analytics-archive-'));
  const config = environment.parse({
    DATABASE_URL: database.url,
    BUS_DATABASE_URL: bus.url,
    CALLER_TOKEN_SECRET: SECRET,
    ARCHIVE_ROOT: archive,
    LOG_LEVEL: 'silent',
    ...settings,
  });
  const service = await startService(
    {
      name: 'analytics',
      config,
      module: (read) => AnalyticsModule.register(read),
      dialects: [tasksDialect, trackingDialect],
    },
    createLogger({ service: 'analytics', level: 'silent' }),
  );
  const tokens = new CallerTokens('gateway', SECRET);

  const ask = async (path: string, { as = 'ada', roles = ['normal'], headers = {} }: Asking = {}) => {
    const token = await tokens.sign({ subject: as, roles, tier: 'free', service: null });
    const response = await fetch(service.url + path, { headers: { 'x-waybill-caller': token, ...headers } });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    const body: unknown = isJson ? JSON.parse(text) : text;
    return { status: response.status, headers: response.headers, body } satisfies Answer;
  };

  return {
    app: service.app,
    busUrl: bus.url,
    url: service.url,
    source: service.app.get(DataSource),
    ask,
    /** As the consumers hand them over. */
    record: (events: readonly CloudEvent[]) => service.app.get(RecordEvents).execute(events),
    stop: async () => {
      await service.stop();
      await Promise.all([database.drop(), bus.drop(), rm(archive, { recursive: true, force: true })]);
    },
  };
}

export type RunningAnalytics = Awaited<ReturnType<typeof startAnalytics>>;

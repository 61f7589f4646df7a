import { createDatabase, type TestDatabase } from '@waybill/testing';
import { pino } from 'pino';
import {
  type CallerClaims,
  CallerTokens,
  type ProcessConfig,
  readEnvironment,
  processEnvironment,
  type RunningService,
  startService,
} from '../../src/index.js';
import { z } from 'zod';
import { notesDialect, notesModule } from './notes.module.js';

export const SECRET = 'a secret of at least thirty-two characters';
export const config: ProcessConfig = readEnvironment(z.object(processEnvironment), {
  CALLER_TOKEN_SECRET: SECRET,
  SHUTDOWN_GRACE_SECONDS: '5',
});

export const alice: CallerClaims = { subject: 'alice', roles: ['normal'], tier: 'free', service: null };
export const tokens = new CallerTokens('gateway', SECRET);

export interface Line {
  readonly level: string;
  readonly msg?: string;
  readonly [name: string]: unknown;
}

export interface TestService extends RunningService {
  readonly lines: Line[];
  readonly database: TestDatabase;
  call(method: string, path: string, options?: CallOptions): Promise<Answer>;
}

interface CallOptions {
  readonly as?: CallerClaims | string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: Record<string, unknown>;
}

/** The notes service, for real: sockets, Fastify, PostgreSQL. */
export async function startNotes(database?: TestDatabase): Promise<TestService> {
  const own = database ?? (await createDatabase('platform'));
  const lines: Line[] = [];
  const logger = pino({ level: 'debug', formatters: { level: (label) => ({ level: label }) } }, sink(lines));
  const service = await startService(
    { name: 'notes', config, module: () => notesModule(own.url), dialects: [notesDialect] },
    logger,
  );
  return {
    ...service,
    lines,
    database: own,
    call: (method, path, options) => call(service.url, method, path, options),
  };
}

function sink(lines: Line[]) {
  return { write: (text: string) => void lines.push(JSON.parse(text) as Line) };
}

async function call(url: string, method: string, path: string, options: CallOptions = {}): Promise<Answer> {
  const { as, body, headers = {} } = options;
  const token = as === undefined ? undefined : typeof as === 'string' ? as : await tokens.sign(as);
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(token !== undefined && { 'x-waybill-caller': token }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  const isJson = (answer.headers.get('content-type') ?? '').includes('json');
  return {
    status: answer.status,
    headers: answer.headers,
    text,
    json: isJson ? (JSON.parse(text) as never) : {},
  };
}

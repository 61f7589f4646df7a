import { type DestinationStream, type Logger as PinoLogger, pino, stdTimeFunctions } from 'pino';
import type { LogLevel } from '../configuration/environment.js';
import { RequestContext } from '../tracing/request-context.js';
import { traceIdOf } from '../tracing/traceparent.js';
import { redact } from './redact.js';

export interface LoggerOptions {
  readonly service: string;
  readonly level: LogLevel;
  /** Standard output by default. */
  readonly destination?: DestinationStream;
}

const SECRETS = [
  'authorization',
  'cookie',
  'password',
  'secret',
  'token',
  '"x-waybill-caller"',
  '"set-cookie"',
];

/** JSON lines with the service, and the request's and the trace's ids where there is a request. */
export function createLogger({ service, level, destination }: LoggerOptions): PinoLogger {
  return pino(
    {
      level,
      base: { service, pid: process.pid },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: SECRETS.flatMap((name) => pathsTo(name)), censor: '[redacted]' },
      serializers: { err: serializeError },
      mixin: () => requestFacts(),
      // Whatever way a credential got into a line, it does not leave in it.
      hooks: { streamWrite: redact },
    },
    destination ?? pino.destination({ fd: 1, sync: false, minLength: 0 }),
  );
}

function pathsTo(name: string): string[] {
  const quoted = name.startsWith('"') ? `[${name}]` : name;
  const nested = name.startsWith('"') ? `*[${name}]` : `*.${name}`;
  return [quoted, nested, name.startsWith('"') ? `headers[${name}]` : `headers.${name}`];
}

function requestFacts(): object {
  const facts = RequestContext.current();
  return facts === undefined ? {} : { requestId: facts.requestId, traceId: traceIdOf(facts.traceparent) };
}

/** An error's name, code, message and stack; nothing that hangs on it (a query's parameters, a request). */
function serializeError(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  const { code } = error as { code?: unknown };
  return {
    type: error.name,
    message: error.message,
    ...(typeof code === 'string' && { code }),
    stack: error.stack,
    ...(error.cause instanceof Error && { cause: serializeError(error.cause) }),
  };
}

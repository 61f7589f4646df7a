import { readEnvironment, type RunningService, startService } from '@waybill/platform';
import { SignJWT } from 'jose';
import { pino } from 'pino';
import { environment, gatewayService } from '../../src/index.js';
import { type ServiceName, SERVICES } from '../../src/routing/route-table.js';
import { Upstream } from './upstream.js';

export const JWT_SECRET = 'the secret of the local identity provider';
export const CALLER_SECRET = 'a secret that only the services share, really';
const ISSUER = 'waybill-local';
export const AUDIENCE = 'waybill';

export interface TestGateway extends RunningService {
  readonly services: Readonly<Record<ServiceName, Upstream>>;
  readonly lines: string[];
  call(method: string, path: string, options?: CallOptions): Promise<Answer>;
  close(): Promise<void>;
}

export interface CallOptions {
  readonly token?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: Record<string, unknown>;
}

/** The gateway as it boots, in front of five real HTTP servers. */
export async function startGateway(settings: Record<string, string> = {}): Promise<TestGateway> {
  const services = Object.fromEntries(SERVICES.map((name) => [name, new Upstream()])) as Record<
    ServiceName,
    Upstream
  >;
  await Promise.all(SERVICES.map((name) => services[name].start()));
  SERVICES.forEach((name) => services[name].reset());
  const urls = SERVICES.map((name) => [`${name.toUpperCase().replaceAll('-', '_')}_URL`, services[name].url]);
  const config = readEnvironment(environment, {
    PORT: '0',
    CALLER_TOKEN_SECRET: CALLER_SECRET,
    SHUTDOWN_GRACE_SECONDS: '2',
    ...(settings.JWT_PUBLIC_KEY === undefined && settings.JWT_JWKS_URL === undefined && { JWT_SECRET }),
    JWT_ISSUER: ISSUER,
    JWT_AUDIENCE: AUDIENCE,
    ...(Object.fromEntries(urls) as Record<string, string>),
    ...settings,
  });
  const lines: string[] = [];
  const service = await startService(
    gatewayService(config),
    pino({ level: 'debug' }, { write: (line) => void lines.push(line) }),
  );
  const close = async () => {
    await service.stop();
    await Promise.all(SERVICES.map((name) => services[name].stop()));
  };
  return {
    ...service,
    services,
    lines,
    close,
    call: (method, path, options) => call(service.url, method, path, options),
  };
}

async function call(url: string, method: string, path: string, options: CallOptions = {}): Promise<Answer> {
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: {
      ...(options.token !== undefined && { authorization: `Bearer ${options.token}` }),
      ...(options.body !== undefined && { 'content-type': 'application/json' }),
      ...options.headers,
    },
    ...(options.body !== undefined && { body: options.body }),
  });
  const text = await answer.text();
  const isJson = (answer.headers.get('content-type') ?? '').includes('json') && text !== '';
  return {
    status: answer.status,
    headers: answer.headers,
    text,
    json: isJson ? (JSON.parse(text) as never) : {},
  };
}

export interface TokenParts {
  readonly claims?: Record<string, unknown>;
  readonly issuer?: string;
  readonly audience?: string;
  /** Seconds from now. */
  readonly expires?: number | null;
  readonly algorithm?: string;
  readonly key?: Parameters<SignJWT['sign']>[0];
  readonly header?: Record<string, unknown>;
}

export async function token(subject: string, parts: TokenParts = {}): Promise<string> {
  const { claims = {}, issuer = ISSUER, audience = AUDIENCE, expires = 300, algorithm = 'HS256' } = parts;
  const jwt = new SignJWT(claims)
    .setProtectedHeader({ alg: algorithm, ...parts.header })
    .setSubject(subject)
    .setIssuer(issuer)
    .setAudience(audience);
  if (expires !== null) jwt.setExpirationTime(Math.floor(Date.now() / 1000) + expires);
  return jwt.sign(parts.key ?? Buffer.from(JWT_SECRET));
}

import { fileURLToPath } from 'node:url';
import { count, flag, httpUrl, list, port, processEnvironment, seconds } from '@waybill/platform';
import { z } from 'zod';

const SYMMETRIC = ['HS256', 'HS384', 'HS512'] as const;
const ASYMMETRIC = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512'] as const;
const algorithm = z.enum([...SYMMETRIC, ...ASYMMETRIC]);
export type JwtAlgorithm = z.infer<typeof algorithm>;

/** `true`, `false`, or the addresses and networks of the proxies whose `x-forwarded-for` is believed. */
const trustProxy = z.union([flag, list]);
/** A PEM in one line is written with `\n` for its line ends. */
const pem = z.string().transform((text) => text.replaceAll('\\n', '\n'));

/** The same from `src/` and from `dist/`. */
const beside = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const variables = z.object({
  ...processEnvironment,
  PORT: port.default(8080),
  METRICS_PORT: port.optional(),
  METRICS_HOST: z.string().default('127.0.0.1'),

  DOWNLOAD_SESSIONS_URL: httpUrl,
  STORAGE_QUOTAS_URL: httpUrl,
  ENTITLEMENTS_URL: httpUrl,
  STORAGE_ELEMENT_URL: httpUrl,
  ANALYTICS_URL: httpUrl,

  JWT_SECRET: z.string().min(32).optional(),
  JWT_PUBLIC_KEY: pem.optional(),
  JWT_JWKS_URL: httpUrl.optional(),
  JWT_ALGORITHMS: list.pipe(z.array(algorithm)).optional(),
  JWT_ISSUER: z.string(),
  JWT_AUDIENCE: z.string(),
  JWT_CLOCK_TOLERANCE_SECONDS: count.default(5),
  JWT_CLAIM_SUBJECT: z.string().default('sub'),
  JWT_CLAIM_ROLES: z.string().default('roles'),
  JWT_CLAIM_TIER: z.string().default('tier'),

  TRUST_PROXY: trustProxy.default(false),
  CORS_ORIGINS: list.optional(),
  BODY_LIMIT_BYTES: count.default(1024 * 1024),
  UPSTREAM_TIMEOUT_SECONDS: seconds.default(15),
  UPLOAD_TIMEOUT_SECONDS: seconds.default(120),
  /** `auto` lets the kernel move the bytes of downloads where it can; `streams` never does. */
  TRANSFER_ENGINE: z.enum(['auto', 'streams']).default('auto'),

  /** Limits are counted there for all replicas together; without it each counts for itself. */
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  RATE_LIMIT_PERSON_PER_SECOND: seconds.default(100),
  RATE_LIMIT_PERSON_BURST: seconds.default(500),
  RATE_LIMIT_ADDRESS_PER_SECOND: seconds.default(20),
  RATE_LIMIT_ADDRESS_BURST: seconds.default(100),

  /** The built dashboard, and the contracts as they are checked in. */
  DASHBOARD_ROOT: z.string().default(beside('../../dashboard/dist')),
  DOCUMENTS_ROOT: z.string().default(beside('../../../docs')),
  /** The identity provider that the dashboard sends people to (code flow with PKCE). */
  OIDC_AUTHORITY: httpUrl.optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_SCOPE: z.string().default('openid profile'),
  /** Whom the provider is asked to make the access token for (RFC 8707); it must come out as `JWT_AUDIENCE`. */
  OIDC_RESOURCE: z.string().optional(),
  /** Signs a token for whoever asks: for a stack on one machine only. */
  LOCAL_SIGN_IN: flag.default(false),
});

type Variables = z.infer<typeof variables>;

/** A key of one kind only takes algorithms of that kind: an RSA public key must never serve as an HMAC secret. */
export const environment = variables.superRefine((config, context) => {
  const complain = (name: keyof Variables, message: string) =>
    context.addIssue({ code: 'custom', path: [name], message });
  const keys = [config.JWT_SECRET, config.JWT_PUBLIC_KEY, config.JWT_JWKS_URL].filter(
    (key) => key !== undefined,
  );
  if (keys.length !== 1)
    complain('JWT_SECRET', 'set exactly one of JWT_SECRET, JWT_PUBLIC_KEY and JWT_JWKS_URL');
  if ((config.OIDC_AUTHORITY === undefined) !== (config.OIDC_CLIENT_ID === undefined))
    complain('OIDC_CLIENT_ID', 'goes with OIDC_AUTHORITY');
  if (config.OIDC_RESOURCE !== undefined && config.OIDC_AUTHORITY === undefined)
    complain('OIDC_RESOURCE', 'goes with OIDC_AUTHORITY');
  if (config.LOCAL_SIGN_IN && config.JWT_SECRET === undefined)
    complain('LOCAL_SIGN_IN', 'signs with JWT_SECRET, which is not set');
  const allowed: readonly string[] = config.JWT_SECRET === undefined ? ASYMMETRIC : SYMMETRIC;
  if (config.JWT_ALGORITHMS?.some((name) => !allowed.includes(name)) === true)
    complain('JWT_ALGORITHMS', 'does not fit the kind of key');
});

export type GatewayConfig = z.infer<typeof environment>;

export function algorithmsOf(config: GatewayConfig): JwtAlgorithm[] {
  return config.JWT_ALGORITHMS ?? (config.JWT_SECRET === undefined ? ['RS256', 'ES256'] : ['HS256']);
}

/** The configuration as an injectable, whole. */
export abstract class GatewaySettings {
  abstract readonly config: GatewayConfig;
}

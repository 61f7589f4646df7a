import { LOCAL_AUDIENCE, LOCAL_ISSUER } from '../embedded/tokens.ts';
import { SERVICES, type Environment } from '../embedded/services.ts';
import type { StackSecrets } from '../stack/secrets.ts';

export const servicesWithDatabase = SERVICES.flatMap(({ name, database }) =>
  database === null ? [] : [{ name, database }],
);

/** Secrets come from a volume, never from the compose file; what the container was started with goes first. */
export function environmentOf(service: string, secrets: StackSecrets, outer: Environment): Environment {
  return {
    CALLER_TOKEN_SECRET: secrets.callerTokenSecret,
    REDIS_URL: `redis://:${secrets.redisPassword}@redis:6379`,
    S3_ACCESS_KEY_ID: secrets.s3AccessKeyId,
    S3_SECRET_ACCESS_KEY: secrets.s3SecretAccessKey,
    ...databaseOf(service, secrets),
    ...keysOf(service, secrets, outer),
    ...outer,
  };
}

export function databaseUrl(database: string, { databasePassword }: StackSecrets): string {
  return `postgres://waybill:${databasePassword}@postgres:5432/${database}`;
}

function databaseOf(service: string, secrets: StackSecrets): Environment {
  const database = servicesWithDatabase.find(({ name }) => name === service)?.database;
  return database === undefined ? {} : { DATABASE_URL: databaseUrl(database, secrets) };
}

/** Each service gets the keys that it needs, and no other. */
function keysOf(service: string, secrets: StackSecrets, outer: Environment): Environment {
  switch (service) {
    case 'entitlements':
      return { TICKET_PRIVATE_KEY: secrets.ticketPrivateKey };
    case 'storage-element':
      return { TICKET_PUBLIC_KEYS: secrets.ticketPublicKeys };
    case 'gateway':
      return identityProvider(secrets, outer);
    default:
      return {};
  }
}

/** The local one, unless the container was told of another. */
function identityProvider({ jwtSecret }: StackSecrets, outer: Environment): Environment {
  if (outer.JWT_SECRET ?? outer.JWT_PUBLIC_KEY ?? outer.JWT_JWKS_URL) return {};
  const local = { JWT_ISSUER: LOCAL_ISSUER, JWT_AUDIENCE: LOCAL_AUDIENCE, LOCAL_SIGN_IN: 'true' };
  return { JWT_SECRET: jwtSecret, JWT_ALGORITHMS: 'HS256', ...local };
}

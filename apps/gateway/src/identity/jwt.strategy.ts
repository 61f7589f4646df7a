import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import {
  ExtractJwt,
  type SecretOrKeyProvider,
  Strategy,
  type StrategyOptionsWithoutRequest,
} from 'passport-jwt';
import { algorithmsOf, type GatewayConfig, GatewaySettings } from '../config.js';
import { type ClaimNames, type Identity, identityOf } from './identity.js';

/** passport-jwt with one kind of key, an allow-list of algorithms, and issuer and audience checked (DESIGN.md, section 2). */
@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy, 'jwt') {
  readonly #names: ClaimNames;

  constructor({ config }: GatewaySettings) {
    super(strategyOptions(config));
    this.#names = {
      subject: config.JWT_CLAIM_SUBJECT,
      roles: config.JWT_CLAIM_ROLES,
      tier: config.JWT_CLAIM_TIER,
    };
  }

  /** False is passport's word for a token that is refused. */
  validate(payload: Record<string, unknown>): Identity | false {
    return identityOf(payload, this.#names) ?? false;
  }
}

function strategyOptions(config: GatewayConfig): StrategyOptionsWithoutRequest {
  const common = {
    jwtFromRequest: understoodToken,
    algorithms: algorithmsOf(config),
    issuer: config.JWT_ISSUER,
    audience: config.JWT_AUDIENCE,
    ignoreExpiration: false,
    jsonWebTokenOptions: { clockTolerance: config.JWT_CLOCK_TOLERANCE_SECONDS },
  };
  if (config.JWT_JWKS_URL === undefined)
    return { ...common, secretOrKey: config.JWT_SECRET ?? config.JWT_PUBLIC_KEY ?? '' };
  return { ...common, secretOrKeyProvider: keysAt(config.JWT_JWKS_URL) };
}

const bearerToken = ExtractJwt.fromAuthHeaderAsBearerToken();

/** A header that demands what we do not know (`crit`) makes a token unreadable (RFC 7515, section 4.1.11); the library does not look. */
function understoodToken(request: Parameters<typeof bearerToken>[0]): string | null {
  const token = bearerToken(request);
  return token === null || demandsMore(token) ? null : token;
}

function demandsMore(token: string): boolean {
  try {
    const header = Buffer.from(token.split('.', 1)[0] ?? '', 'base64url').toString();
    return 'crit' in (JSON.parse(header) as object);
  } catch {
    // No header at all: the library refuses it.
    return false;
  }
}

/** The keys could not be asked for: not the token's fault, so not a 401. */
export class KeysAway extends Error {}

/**
 * Keys are kept for ten minutes and asked for again when an unknown `kid` turns up, ten times a minute at most. The client is
 * loaded where a JWKS URL is set, and only there.
 */
function keysAt(jwksUri: string): SecretOrKeyProvider {
  const settings = {
    jwksUri,
    cache: true,
    cacheMaxAge: 600_000,
    rateLimit: true,
    jwksRequestsPerMinute: 10,
    timeout: 5_000,
  };
  const provider = import('jwks-rsa').then(({ passportJwtSecret }) => passportJwtSecret(settings));
  return (request, token, done) => {
    const away = (cause: unknown) => done(new KeysAway('The keys cannot be read', { cause }));
    const finish = (error: unknown, key?: string | Buffer) => (error ? away(error) : done(null, key));
    provider.then((keyOf) => keyOf(request, token, finish)).catch(away);
  };
}

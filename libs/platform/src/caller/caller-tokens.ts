import { createSecretKey, type KeyObject } from 'node:crypto';
import { isPublicId, isTier } from '@waybill/kernel';
import { errors, jwtVerify, SignJWT, type JWTPayload } from 'jose';
import { type CallerClaims, isRole } from './caller.js';
import { ExpiringCache } from './expiring-cache.js';

const LIFETIME_SECONDS = 60;
/** A token is minted anew when less than this is left of it, so that it outlives the request it goes with. */
const REUSE_UNTIL_SECONDS_LEFT = 20;
const CLOCK_TOLERANCE_SECONDS = 5;
const CACHED_TOKENS = 10_000;

/**
 * The caller token: a JWS (HS256) in the header `x-waybill-caller`, `{iss, sub, roles, tier, exp: +60 s}`, and `svc` where
 * a service calls (docs/internals.md). Verified and minted tokens are remembered while they live.
 */
export class CallerTokens {
  readonly #key: KeyObject;
  readonly #verified = new ExpiringCache<CallerClaims>(CACHED_TOKENS);
  readonly #minted = new ExpiringCache<Promise<string>>(CACHED_TOKENS);

  constructor(
    readonly issuer: string,
    secret: string,
  ) {
    this.#key = createSecretKey(Buffer.from(secret, 'utf8'));
  }

  /** A token of this service for a person, minted once and reused while enough of its life is left. */
  sign(claims: CallerClaims): Promise<string> {
    const key = JSON.stringify([claims.subject, claims.roles, claims.tier, claims.service]);
    const known = this.#minted.get(key);
    if (known !== undefined) return known;
    const token = this.#mint(claims);
    this.#minted.set(key, token, Date.now() + (LIFETIME_SECONDS - REUSE_UNTIL_SECONDS_LEFT) * 1000);
    token.catch(() => this.#minted.delete(key));
    return token;
  }

  /** Null for anything that is not a live token under our key. */
  async verify(token: string): Promise<CallerClaims | null> {
    const known = this.#verified.get(token);
    if (known !== undefined) return known;
    const payload = await this.#payload(token);
    const claims = payload && readClaims(payload);
    if (!payload || !claims) return null;
    this.#verified.set(token, claims, (payload.exp ?? 0) * 1000);
    return claims;
  }

  #mint(claims: CallerClaims): Promise<string> {
    const { roles, tier, service } = claims;
    return new SignJWT({ roles: [...roles], tier, ...(service !== null && { svc: service }) })
      .setProtectedHeader({ alg: 'HS256', typ: 'waybill-caller+jwt' })
      .setIssuer(this.issuer)
      .setSubject(claims.subject)
      .setIssuedAt()
      .setExpirationTime(`${LIFETIME_SECONDS}s`)
      .sign(this.#key);
  }

  async #payload(token: string): Promise<JWTPayload | null> {
    try {
      const { payload } = await jwtVerify(token, this.#key, {
        algorithms: ['HS256'],
        typ: 'waybill-caller+jwt',
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
        requiredClaims: ['iss', 'sub', 'exp', 'iat'],
      });
      return payload;
    } catch (error) {
      if (error instanceof errors.JOSEError) return null;
      throw error;
    }
  }
}

function readClaims(payload: JWTPayload): CallerClaims | null {
  const { sub, roles, tier, svc } = payload;
  if (typeof sub !== 'string' || !isPublicId(sub) || !Array.isArray(roles) || !isTier(tier)) return null;
  return { subject: sub, roles: roles.filter(isRole), tier, service: typeof svc === 'string' ? svc : null };
}

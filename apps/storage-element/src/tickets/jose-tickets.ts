import { QUALITIES, TIERS } from '@waybill/kernel';
import { ExpiringCache } from '@waybill/platform';
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose';
import { z } from 'zod';
import { Tickets } from '../application/tickets.js';
import { ticketExpired, ticketRefused } from '../domain/refusals.js';
import { ORIGINS, type Ticket } from '../domain/ticket.js';

const CAPACITY = 20_000;
/** For "not before" and "issued at": clocks of two machines differ. The expiry is exact. */
const SKEW_SECONDS = 5;

/** docs/internals.md, "Tickets". */
const claims = z.object({
  jti: z.string().min(1),
  sub: z.string().min(1),
  did: z.string().min(1).max(128),
  gen: z.int().positive(),
  fid: z.uuid(),
  aid: z.string().min(1),
  etag: z.string().min(2),
  q: z.enum(QUALITIES).nullish(),
  o: z.enum(ORIGINS),
  name: z.string(),
  disp: z.enum(['attachment', 'inline']),
  rate: z.int().positive().nullish(),
  tier: z.enum(TIERS),
  iat: z.number(),
  exp: z.int(),
});

/** Tickets are compact JWS signed with EdDSA; good ones are remembered until they expire. */
export class JoseTickets extends Tickets {
  readonly #keys: ReturnType<typeof createLocalJWKSet>;
  readonly #known = new ExpiringCache<Ticket>(CAPACITY);

  constructor(keys: JSONWebKeySet) {
    super();
    this.#keys = createLocalJWKSet(keys);
  }

  override peek(token: string): Ticket | undefined {
    return this.#known.get(token);
  }

  override async read(token: string): Promise<Ticket> {
    const known = this.#known.get(token);
    if (known !== undefined) return known;
    if (!isCanonical(token)) throw ticketRefused();
    const ticket = toTicket(await this.#verify(token));
    // jose allowed for skew; an expiry is exact.
    if (ticket.expiresAt.getTime() <= Date.now()) throw ticketExpired();
    this.#known.set(token, ticket, ticket.expiresAt.getTime());
    return ticket;
  }

  async #verify(token: string): Promise<JWTPayload> {
    try {
      const { payload } = await jwtVerify(token, this.#keys, {
        algorithms: ['EdDSA'],
        typ: 'waybill-ticket+jwt',
        issuer: 'waybill',
        audience: 'waybill-files',
        clockTolerance: SKEW_SECONDS,
        requiredClaims: ['exp', 'iat', 'nbf', 'sub', 'jti'],
      });
      return payload;
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw ticketExpired();
      throw ticketRefused();
    }
  }
}

/**
 * One signed ticket is one text. Decoders pass over white space, padding and the unused bits of a last character (RFC 4648,
 * 3.5), so that many texts would be the same ticket.
 */
function isCanonical(token: string): boolean {
  return token.split('.').every((part) => Buffer.from(part, 'base64url').toString('base64url') === part);
}

function toTicket(payload: JWTPayload): Ticket {
  const parsed = claims.safeParse(payload);
  if (!parsed.success) throw ticketRefused();
  const { data } = parsed;
  return {
    grantId: data.jti,
    userId: data.sub,
    downloadId: data.did,
    generation: data.gen,
    fileId: data.fid.toLowerCase(),
    assetId: data.aid,
    etag: data.etag,
    quality: data.q ?? null,
    origin: data.o,
    fileName: data.name,
    disposition: data.disp,
    rate: data.rate ?? null,
    tier: data.tier,
    issuedAt: new Date(Math.round(data.iat * 1000)),
    expiresAt: new Date(data.exp * 1000),
  };
}

import { Injectable } from '@nestjs/common';
import { SignJWT } from 'jose';
import { algorithmsOf, type GatewayConfig, GatewaySettings } from '../config.js';
import type { LocalIdentity } from './local-identity.js';
import { nothingHere } from './nothing-here.js';

const HOLDS = '8h';

/** Signs tokens for whoever asks: for a stack on one machine, whose own secret it holds. Off unless it is turned on. */
@Injectable()
export class LocalIdentityProvider {
  readonly #config: GatewayConfig;
  readonly #key: Uint8Array | null;

  constructor({ config }: GatewaySettings) {
    this.#config = config;
    this.#key =
      config.LOCAL_SIGN_IN && config.JWT_SECRET !== undefined
        ? new TextEncoder().encode(config.JWT_SECRET)
        : null;
  }

  get isOpen(): boolean {
    return this.#key !== null;
  }

  /** @throws DomainError `NOT_FOUND` */
  assertOpen(): void {
    if (this.#key === null) throw nothingHere();
  }

  async sign({ name, role, tier }: LocalIdentity): Promise<string> {
    if (this.#key === null) throw nothingHere();
    const { JWT_CLAIM_SUBJECT, JWT_CLAIM_ROLES, JWT_CLAIM_TIER, JWT_ISSUER, JWT_AUDIENCE } = this.#config;
    const claims = { [JWT_CLAIM_SUBJECT]: name, [JWT_CLAIM_ROLES]: [role], [JWT_CLAIM_TIER]: tier };
    return new SignJWT(claims)
      .setProtectedHeader({ alg: algorithmsOf(this.#config)[0] ?? 'HS256', typ: 'JWT' })
      .setIssuer(JWT_ISSUER)
      .setAudience(JWT_AUDIENCE)
      .setIssuedAt()
      .setExpirationTime(HOLDS)
      .sign(this.#key);
  }
}

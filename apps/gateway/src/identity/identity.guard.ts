import { hash } from 'node:crypto';
import { type ExecutionContext, Injectable } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import { DomainError } from '@waybill/kernel';
import { ExpiringCache } from '@waybill/platform';
import { GatewaySettings } from '../config.js';
import { Admission } from '../limits/admission.js';
import { type GatewayRequest, routeOf } from '../routing/gateway-request.js';
import type { Identity } from './identity.js';
import { KeysAway } from './jwt.strategy.js';

const REMEMBERED_TOKENS = 50_000;
/** How long a verified token is believed without looking at the keys again: a withdrawn key is out after that. */
const REMEMBER_MS = 300_000;

/** Who is asking. Signatures are checked once per token; what is bad or missing where it is needed is 401. */
@Injectable()
export class IdentityGuard extends AuthGuard('jwt') {
  readonly #known = new ExpiringCache<Identity>(REMEMBERED_TOKENS);

  constructor(
    private readonly admission: Admission,
    private readonly settings: GatewaySettings,
  ) {
    super();
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<GatewayRequest>();
    const { authorization } = request.headers;
    request.identity = authorization === undefined ? null : await this.#identify(authorization, context);
    if (authorization !== undefined && request.identity === null) await this.#refuse(request);
    if (request.identity === null && !passesUnknown(request)) await this.#refuse(request);
    return true;
  }

  /** Passport's callback: whatever it found wrong with a token is one refusal that tells nobody what it was. */
  override handleRequest<User>(error: unknown, user: User | false, info: unknown): User {
    if (error instanceof Error) throw error;
    if (info instanceof KeysAway) throw keysAway(info);
    if (user === false) throw unauthorized();
    return user;
  }

  async #identify(authorization: string, context: ExecutionContext): Promise<Identity | null> {
    const key = hash('sha256', authorization, 'base64');
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const identity = await this.#verify(context);
    if (identity !== null) this.#known.set(key, identity, this.#believedUntil(identity));
    return identity;
  }

  async #verify(context: ExecutionContext): Promise<Identity | null> {
    try {
      await super.canActivate(context);
      return context.switchToHttp().getRequest<{ user: Identity }>().user;
    } catch (error) {
      if (error instanceof DomainError && error.kind === 'unauthenticated') return null;
      throw error;
    }
  }

  #believedUntil({ expiresAt }: Identity): number {
    const tolerance = this.settings.config.JWT_CLOCK_TOLERANCE_SECONDS;
    return Math.min(Date.now() + REMEMBER_MS, (expiresAt + tolerance) * 1000);
  }

  /** Guessing tokens counts against the address: 429 before 401. */
  async #refuse(request: GatewayRequest): Promise<never> {
    await this.admission.ofAddress(request);
    throw unauthorized();
  }
}

function passesUnknown(request: GatewayRequest): boolean {
  const { access = 'signed-in' } = routeOf(request);
  if (access === 'ticket') return new URLSearchParams(request.url.split('?')[1]).has('token');
  return access === 'public';
}

const unauthorized = () => new DomainError('unauthenticated', 'UNAUTHORIZED', 'Authentication is required');

const keysAway = (cause: unknown) =>
  new DomainError('unavailable', 'NETWORK_ERROR', 'The keys of tokens cannot be read', {}, { cause });

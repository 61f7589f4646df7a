import { Injectable } from '@nestjs/common';
import { DomainError } from '@waybill/kernel';
import { counter } from '@waybill/platform';
import { GatewaySettings } from '../config.js';
import type { Identity } from '../identity/identity.js';
import type { GatewayRequest } from '../routing/gateway-request.js';
import { addressKey } from './client-network.js';
import { type LimitHeaders, limitHeaders } from './limit-headers.js';
import { type LimitPolicy, RateLimiter } from './rate-limiter.js';

/** Lets a request through its limit, or refuses it with 429 RATE_LIMITED (DESIGN.md, section 8). */
@Injectable()
export class Admission {
  readonly #person: LimitPolicy;
  readonly #address: LimitPolicy;
  readonly #refused = counter('gateway_rate_limited_total', 'Requests refused by a limit', ['policy']);
  readonly #headers = new WeakMap<GatewayRequest, LimitHeaders>();

  constructor(
    private readonly limiter: RateLimiter,
    { config }: GatewaySettings,
  ) {
    this.#person = {
      name: 'person',
      perSecond: config.RATE_LIMIT_PERSON_PER_SECOND,
      burst: config.RATE_LIMIT_PERSON_BURST,
    };
    this.#address = {
      name: 'address',
      perSecond: config.RATE_LIMIT_ADDRESS_PER_SECOND,
      burst: config.RATE_LIMIT_ADDRESS_BURST,
    };
  }

  ofPerson(request: GatewayRequest, { subject }: Identity): Promise<void> {
    return this.#admit(request, `person:${subject}`, this.#person);
  }

  ofAddress(request: GatewayRequest): Promise<void> {
    return this.#admit(request, `address:${addressKey(request.ip)}`, this.#address);
  }

  /** What the answer says about the limit that the request went through; nothing where it went through none. */
  headersOf(request: GatewayRequest): Partial<LimitHeaders> {
    return this.#headers.get(request) ?? {};
  }

  async #admit(request: GatewayRequest, key: string, policy: LimitPolicy): Promise<void> {
    const verdict = await this.limiter.consume(key, policy);
    this.#headers.set(request, limitHeaders(policy, verdict));
    if (verdict.allowed) return;
    this.#refused.inc({ policy: policy.name });
    const { retryAfterSeconds } = verdict;
    throw new DomainError('throttled', 'RATE_LIMITED', 'Too many requests, try again later', {
      retryAfterSeconds,
    });
  }
}

import { type CarrierKind, GrantCarrier } from '../application/grant-carrier.js';
import type { Grant } from '../application/grants.js';

/**
 * Links that the store edition generates lead to the bucket. A download's own links stay tickets: nobody observes what a
 * bucket sends, so it would never get on, and neither a pause nor a cancel would stop its bytes.
 */
export class DirectDelivery extends GrantCarrier {
  constructor(
    private readonly generated: GrantCarrier,
    private readonly observed: GrantCarrier,
  ) {
    super();
  }

  override kindOf(grant: Grant): CarrierKind {
    return this.#carrierOf(grant).kindOf(grant);
  }

  override carry(grant: Grant): Promise<string> {
    return this.#carrierOf(grant).carry(grant);
  }

  #carrierOf({ origin }: Grant): GrantCarrier {
    return origin === 'store' ? this.generated : this.observed;
  }
}

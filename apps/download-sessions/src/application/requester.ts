import type { Tier } from '@waybill/kernel';
import type { ClientFacts } from '../domain/download-state.js';

/** For whom something is done: what other services are told. The platform's `Caller` is one. */
export interface Requester {
  readonly subject: string;
  readonly roles: readonly ('normal' | 'premium' | 'admin' | 'service' | 'analyst')[];
  readonly tier: Tier;
  readonly requestId: string;
}

export interface Request {
  readonly requester: Requester;
  readonly client: ClientFacts;
}

import { Injectable } from '@nestjs/common';
import { type Hold, type HoldRequest, Quotas } from '../application/quotas.js';
import type { Requester } from '../application/requester.js';
import { errorOf, type Refused } from './http-entitlements.js';
import { QuotasClient } from './service-clients.js';

interface BatchAnswer {
  readonly items: readonly { readonly downloadId: string; readonly hold?: Hold; readonly error?: Refused }[];
}

/** `storage-quotas` over HTTP (docs/internals.md, "Calls between services"). */
@Injectable()
export class HttpQuotas extends Quotas {
  constructor(private readonly client: QuotasClient) {
    super();
  }

  override hold(requester: Requester, request: HoldRequest): Promise<Hold> {
    const { subject: userId, tier } = requester;
    const body = { ...request, userId, tier };
    return this.client.post<Hold>('/internal/holds', body, { actingFor: requester, idempotent: true });
  }

  override async holdAll(requester: Requester, items: readonly HoldRequest[]) {
    const { subject: userId, tier } = requester;
    const options = { actingFor: requester, idempotent: true };
    const answer = await this.client.post<BatchAnswer>(
      '/internal/holds/batch',
      { userId, tier, items },
      options,
    );
    return answer.items.map(({ hold, error }) => hold ?? errorOf(error));
  }

  override release(requester: Requester, downloadId: string, generation: number): Promise<void> {
    return this.client.delete(`/internal/holds/${downloadId}?generation=${generation}`, {
      actingFor: requester,
    });
  }
}

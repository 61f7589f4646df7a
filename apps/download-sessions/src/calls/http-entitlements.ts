import { Injectable } from '@nestjs/common';
import { DomainError, type ErrorDetails, type ErrorKind } from '@waybill/kernel';
import { readContested } from '../application/contested.js';
import {
  type Decision,
  type DecisionRequest,
  Entitlements,
  type LinkRequest,
} from '../application/entitlements.js';
import type { Requester } from '../application/requester.js';
import type { DownloadLink, Origin } from '../domain/download-state.js';
import { EntitlementsClient } from './service-clients.js';

interface LinkAnswer {
  readonly url: string;
  readonly expiresAt: string;
}

type DecisionAnswer = Omit<Decision, 'link'> & { readonly link: LinkAnswer | null };

interface BatchAnswer {
  readonly items: readonly {
    readonly downloadId: string;
    readonly decision?: DecisionAnswer;
    readonly error?: Refused;
  }[];
}

/** A refusal inside an answer to several questions. */
export interface Refused {
  readonly kind: ErrorKind;
  readonly code: string;
  readonly message: string;
  readonly details?: ErrorDetails;
}

/** `entitlements` over HTTP (docs/internals.md, "Calls between services"). */
@Injectable()
export class HttpEntitlements extends Entitlements {
  constructor(private readonly client: EntitlementsClient) {
    super();
  }

  override async decide(requester: Requester, origin: Origin, request: DecisionRequest): Promise<Decision> {
    const { subject: userId, tier } = requester;
    const body = { ...request, userId, tier, origin };
    try {
      return decisionOf(await this.client.post<DecisionAnswer>('/internal/decisions', body, once(requester)));
    } catch (error) {
      throw error instanceof DomainError ? readContested(error) : error;
    }
  }

  override async decideAll(requester: Requester, origin: Origin, items: readonly DecisionRequest[]) {
    const { subject: userId, tier } = requester;
    const body = { userId, tier, origin, items };
    const answer = await this.client.post<BatchAnswer>('/internal/decisions/batch', body, once(requester));
    return answer.items.map(({ decision, error }) =>
      decision === undefined ? errorOf(error) : decisionOf(decision),
    );
  }

  override async link(requester: Requester, request: LinkRequest): Promise<DownloadLink> {
    const { subject: userId, tier } = requester;
    return linkOf(
      await this.client.post<LinkAnswer>('/internal/links', { ...request, userId, tier }, once(requester)),
    );
  }

  override giveBack(requester: Requester, downloadId: string): Promise<void> {
    return this.client.delete(`/internal/places/${downloadId}`, { actingFor: requester });
  }
}

/** Everything is keyed by the download: asking twice is asking once. */
function once(requester: Requester) {
  return { actingFor: requester, idempotent: true };
}

function decisionOf(answer: DecisionAnswer): Decision {
  return { ...answer, link: answer.link === null ? null : linkOf(answer.link) };
}

function linkOf({ url, expiresAt }: LinkAnswer): DownloadLink {
  return { url, expiresAt: new Date(expiresAt) };
}

export function errorOf(refused: Refused | undefined): DomainError {
  if (refused === undefined)
    return new DomainError('bad-gateway', 'NETWORK_ERROR', 'A service gave no usable answer');
  return readContested(new DomainError(refused.kind, refused.code, refused.message, refused.details ?? {}));
}

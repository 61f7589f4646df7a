import { Injectable, Logger } from '@nestjs/common';
import { DomainError, type ErrorKind, type Quality } from '@waybill/kernel';
import type { Origin, Target } from '../domain/download-state.js';
import { sizeHostedElsewhere } from '../domain/hosted-elsewhere.js';
import { contested } from './contested.js';
import { type Decision, type DecisionRequest, Entitlements } from './entitlements.js';
import { Quotas } from './quotas.js';
import type { Requester } from './requester.js';

/** What a person got for a download: the right, a place, a link, room. */
export interface Admission {
  readonly decision: Decision;
  readonly target: Target;
  readonly keepDays: number;
}

export interface Wish extends DecisionRequest {
  readonly quality: Quality | null;
}

/**
 * Asks the two services that must agree. What they give is tentative (a lease of 5 minutes) and keyed by the download,
 * so what cannot be given back here comes back by itself.
 */
@Injectable()
export class Admissions {
  readonly #logger = new Logger(Admissions.name);

  constructor(
    private readonly entitlements: Entitlements,
    private readonly quotas: Quotas,
  ) {}

  /** @throws DomainError of either service; then nothing is held */
  async admit(requester: Requester, origin: Origin, wish: Wish): Promise<Admission> {
    const decision = await this.entitlements.decide(requester, origin, wish);
    const target = targetOf(decision);
    try {
      const { keepDays } = await this.quotas.hold(requester, holdFor(wish, target));
      return { decision, target, keepDays };
    } catch (error) {
      await this.release(requester, wish, error);
      throw decision.isContested ? contested(error) : error;
    }
  }

  /** Each by itself, in order: two calls for all of them. */
  async admitAll(
    requester: Requester,
    origin: Origin,
    wishes: readonly Wish[],
  ): Promise<readonly (Admission | DomainError)[]> {
    const decided = await this.entitlements.decideAll(requester, origin, wishes);
    const allowed = wishes.flatMap((wish, index) => {
      const decision = decided[index];
      return decision === undefined || decision instanceof DomainError
        ? []
        : [{ wish, decision, target: targetOf(decision) }];
    });
    const held = await this.#holdAll(requester, allowed);
    return wishes.map((wish, index) => held.get(wish.downloadId) ?? refusalOf(decided[index]));
  }

  /** Best effort: leases end what this misses. Nobody waits once more for quotas where those gave no answer before. */
  async release(requester: Requester, wish: Wish, reason?: unknown): Promise<void> {
    const { downloadId, generation } = wish;
    const room = this.#try(this.quotas.release(requester, downloadId, generation), wish);
    const place = this.#try(this.entitlements.giveBack(requester, downloadId), wish);
    await (isSilence(reason) ? place : Promise.all([place, room]));
  }

  #try(release: Promise<void>, { downloadId }: Wish): Promise<void> {
    return release.catch((error: unknown) => {
      this.#logger.warn({ err: error, downloadId }, 'Not given back');
    });
  }

  async #holdAll(
    requester: Requester,
    allowed: readonly Allowed[],
  ): Promise<Map<string, Admission | DomainError>> {
    if (allowed.length === 0) return new Map();
    const requests = allowed.map(({ wish, target }) => holdFor(wish, target));
    try {
      const holds = await this.quotas.holdAll(requester, requests);
      const outcomes = allowed.map(({ wish, decision, target }, index) => {
        const hold = holds[index];
        const outcome =
          hold === undefined || hold instanceof DomainError
            ? refusalOf(hold)
            : { decision, target, keepDays: hold.keepDays };
        return { wish, outcome };
      });
      const refused = outcomes.filter(({ outcome }) => outcome instanceof DomainError);
      await Promise.all(refused.map(({ wish }) => this.release(requester, wish)));
      return new Map(outcomes.map(({ wish, outcome }) => [wish.downloadId, outcome]));
    } catch (error) {
      await Promise.all(allowed.map(({ wish }) => this.release(requester, wish, error)));
      throw error;
    }
  }
}

interface Allowed {
  readonly wish: Wish;
  readonly decision: Decision;
  readonly target: Target;
}

const SILENT = new Set<ErrorKind>(['timeout', 'unavailable', 'bad-gateway']);

function isSilence(error: unknown): boolean {
  return error instanceof DomainError && SILENT.has(error.kind);
}

function holdFor({ downloadId, generation }: Wish, { size }: Target) {
  return { downloadId, generation, bytes: size };
}

function refusalOf(outcome: object | undefined): DomainError {
  if (outcome instanceof DomainError) return outcome;
  return new DomainError('bad-gateway', 'NETWORK_ERROR', 'A service gave no usable answer');
}

function targetOf(decision: Decision): Target {
  const { assetId, title, type, category, quality, rendition, originalSizeBytes } = decision;
  const asset = { assetId, assetTitle: title, resourceType: type, category, quality };
  if (rendition !== null) {
    const { fileId, fileName, mediaType, size, etag } = rendition;
    return { ...asset, fileId, fileName, mediaType, size, etag };
  }
  const size = sizeHostedElsewhere(originalSizeBytes ?? 0, quality);
  return { ...asset, fileId: null, fileName: title, mediaType: 'application/octet-stream', size, etag: null };
}

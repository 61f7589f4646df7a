import { Injectable } from '@nestjs/common';
import { Clock, newDownloadId, type Quality } from '@waybill/kernel';
import type { Asset } from '../domain/asset.js';
import { isReusable, secondsLeft, type WindowState } from '../domain/generated-link.js';
import { refuse } from '../domain/refusals.js';
import { type Admitted, type Asking, isRefused } from './admission.js';
import { Admissions } from './admissions.js';
import { GrantWindow } from './grant-window.js';
import { type GeneratedLink, LinkCache } from './link-cache.js';
import { type LinkWish, MakeLink, type Made } from './make-link.js';

export interface LinkRequest {
  readonly assetId: string;
  readonly quality: Quality | null;
  /** the life of the link in seconds */
  readonly expiresIn: number;
}

export interface LinkAnswer {
  readonly url: string;
  readonly expiresAt: Date;
  /** seconds that are left */
  readonly expiresIn: number;
  readonly quality: Quality;
  readonly asset: Asset;
  readonly window: WindowState;
}

/**
 * Generates a link of the store edition, or hands out again the one that was generated less than 240 s ago for the same
 * person, asset, quality and lifetime; that neither counts nor is stopped by a limit (DESIGN.md, section 5).
 */
@Injectable()
export class GenerateLink {
  constructor(
    private readonly admissions: Admissions,
    private readonly links: LinkCache,
    private readonly maker: MakeLink,
    private readonly window: GrantWindow,
    private readonly clock: Clock,
  ) {}

  async execute(asking: Asking, { assetId, quality, expiresIn }: LinkRequest): Promise<LinkAnswer> {
    const access = await this.#access(asking, assetId, quality);
    const wish = wishOf(asking, access, expiresIn);
    const answer = await this.links.once<Made>(keyOf(wish), {
      isGood: (link) => this.#isGood(link),
      make: () => this.maker.execute(asking, wish),
      linkOf: (made) => (isRefused(made) ? null : made.link),
    });
    const { link, window } = await this.#settle(answer, wish);
    const left = secondsLeft(link.expiresAt, this.clock.now());
    const { url, expiresAt } = link;
    return { url, expiresAt, expiresIn: left, quality: access.quality, asset: access.asset, window };
  }

  async #access(asking: Asking, assetId: string, quality: Quality | null) {
    const request = { downloadId: newDownloadId(), assetId, quality, generation: 1 };
    const admission = await this.admissions.access(asking, request);
    const verdict = refuseElsewhere(admission);
    if (!isRefused(verdict)) return verdict;
    await this.admissions.deny(asking, verdict);
    throw verdict.refusal;
  }

  async #isGood(link: GeneratedLink): Promise<boolean> {
    return isReusable(link, this.clock.now()) && (await this.maker.stillServes(link));
  }

  async #settle(answer: GeneratedLink | Made, wish: LinkWish) {
    if ('url' in answer) return { link: answer, window: await this.window.peek(wish, this.clock.now()) };
    if (isRefused(answer)) throw answer.refusal;
    return answer;
  }
}

type WithFile = Admitted & { readonly rendition: NonNullable<Admitted['rendition']> };

/** What is hosted elsewhere has nothing to link to. */
function refuseElsewhere(admission: Awaited<ReturnType<Admissions['access']>>) {
  if (isRefused(admission)) return admission;
  if (admission.rendition === null)
    return { request: admission.request, refusal: refuse('FILE_NOT_AVAILABLE') };
  return admission as WithFile;
}

function wishOf({ userId }: Asking, { asset, quality, rendition }: WithFile, expiresIn: number): LinkWish {
  return { userId, assetId: asset.id, quality, fileId: rendition.fileId, expiresIn };
}

function keyOf({ userId, assetId, quality, fileId, expiresIn }: LinkWish): string {
  return [userId, assetId, quality, fileId, String(expiresIn)].join('/');
}

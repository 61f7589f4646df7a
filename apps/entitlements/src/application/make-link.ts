import { Injectable } from '@nestjs/common';
import { Clock } from '@waybill/kernel';
import { refuse } from '../domain/refusals.js';
import type { WindowState } from '../domain/generated-link.js';
import { type Asking, isRefused, type Refused, type Request } from './admission.js';
import { Admissions } from './admissions.js';
import { DownloadTargets } from './download-targets.js';
import { GrantWindow, type WindowAnswer } from './grant-window.js';
import type { FileWish } from './grants.js';
import { LinkDesk } from './link-desk.js';
import type { GeneratedLink } from './link-cache.js';

export interface LinkWish extends FileWish {
  readonly expiresIn: number;
}

export type Made = Refused | { readonly link: GeneratedLink; readonly window: WindowState };

/** Makes a link that counts: the limit of the asset first, then the window, then the grant. */
@Injectable()
export class MakeLink {
  constructor(
    private readonly admissions: Admissions,
    private readonly targets: DownloadTargets,
    private readonly window: GrantWindow,
    private readonly desk: LinkDesk,
    private readonly clock: Clock,
  ) {}

  async execute(asking: Asking, wish: LinkWish): Promise<Made> {
    const { assetId, quality } = wish;
    const request = { assetId, quality, ...(await this.targets.find(wish)) };
    const preview = await this.admissions.preview(asking, request);
    if (isRefused(preview)) return this.#deny(asking, preview);
    const answer = await this.window.take(wish, this.clock.now());
    if (answer.taken === null) return this.#deny(asking, { request, refusal: tooMany(answer.state) });
    return this.#grant(asking, wish, request, { ...answer, taken: answer.taken });
  }

  stillServes(link: GeneratedLink): Promise<boolean> {
    return this.desk.stillServes(link);
  }

  async #grant(asking: Asking, wish: LinkWish, request: Request, answer: WindowAnswer & { taken: string }) {
    try {
      const made = await this.desk.issue(asking, request, wish.expiresIn);
      if (isRefused(made)) await this.window.giveBack(wish, answer.taken);
      return isRefused(made) ? made : { link: made, window: answer.state };
    } catch (error) {
      await this.window.giveBack(wish, answer.taken);
      throw error;
    }
  }

  async #deny(asking: Asking, refused: Refused): Promise<Refused> {
    await this.admissions.deny(asking, refused);
    return refused;
  }
}

function tooMany({ limit, windowSeconds, remaining, resetSeconds }: WindowState) {
  return refuse('RATE_LIMIT_EXCEEDED', { limit, windowSeconds, remaining, retryAfterSeconds: resetSeconds });
}

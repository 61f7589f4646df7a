import { Injectable } from '@nestjs/common';
import { Clock } from '@waybill/kernel';
import type { Download } from '../domain/download.js';
import { invalidState } from '../domain/download.errors.js';
import { Downloads } from '../domain/downloads.js';
import { SessionSettings } from '../domain/session-settings.js';
import { type Admission, Admissions, type Wish } from './admission.js';
import type { Requester } from './requester.js';

export interface RetryDownloadCommand {
  readonly requester: Requester;
  readonly downloadId: string;
}

/** Sets a failed download to pending again: the right and the room are asked for anew. */
@Injectable()
export class RetryDownload {
  constructor(
    private readonly downloads: Downloads,
    private readonly admissions: Admissions,
    private readonly settings: SessionSettings,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError 409 after the last allowed retry, and as create does */
  async execute({ requester, downloadId }: RetryDownloadCommand): Promise<Download> {
    const ref = { id: downloadId, userId: requester.subject };
    const known = await this.downloads.get(ref);
    known.assertRetryable(this.settings.retryLimit);
    const wish = wishOf(known);
    const admission = await this.admissions.admit(requester, known.state.origin, wish);
    try {
      return await this.downloads.update(ref, (download) => this.#retry(download, wish, admission));
    } catch (error) {
      await this.#giveBack(requester, wish);
      throw error;
    }
  }

  #retry(download: Download, wish: Wish, { decision, target, keepDays }: Admission): Download {
    const limit = this.settings.retryLimit;
    download.assertRetryable(limit);
    // Another retry and another failure came between: what was asked for belongs to that one.
    if (download.nextGeneration !== wish.generation)
      throw invalidState(download.state.status, 'changed-meanwhile');
    const { link, limit: placeLimit } = decision;
    download.retry({ limit, link, placeLimit, keepDays, target }, this.clock.now());
    return download;
  }

  /** Not where a parallel retry won with the same generation: its hold is this one. */
  async #giveBack(requester: Requester, wish: Wish): Promise<void> {
    const now = await this.downloads
      .get({ id: wish.downloadId, userId: requester.subject })
      .catch(() => null);
    if (now === null || now.state.generation < wish.generation)
      await this.admissions.release(requester, wish);
  }
}

function wishOf({ state, nextGeneration }: Download): Wish {
  const { id: downloadId, assetId, quality } = state;
  if (assetId === null) throw invalidState(state.status, 'not-in-the-catalogue');
  return { downloadId, assetId, quality, generation: nextGeneration };
}

import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Quality, Tier } from '@waybill/kernel';
import { refuse } from '../domain/refusals.js';
import { type Admitted, type Asking, isRefused, type Refused, type Terms } from './admission.js';
import { Admissions } from './admissions.js';
import { Assets } from './assets.js';
import { Downloads, type JoinableDownload } from './downloads.js';
import { EntitlementSettings } from './settings.js';

export interface FileQuestion {
  readonly fileId: string;
  readonly userId: string;
  readonly tier: Tier;
}

export interface FileAccess {
  readonly assetId: string;
  /** null where the file is the original */
  readonly quality: Quality | null;
  /** what the bytes are counted for */
  readonly download: JoinableDownload;
}

/**
 * May a person with nothing but a bearer token fetch this file? He may where any asset that offers it lets him. The bytes
 * count for his live download of it; where he has none, for a place of its own, so that a token is no way round the limit.
 */
@Injectable()
export class CheckFileAccess {
  constructor(
    private readonly assets: Assets,
    private readonly downloads: Downloads,
    private readonly admissions: Admissions,
    private readonly settings: EntitlementSettings,
  ) {}

  /** Throws the refusal of the first asset where none allows it. */
  async execute({ fileId, userId, tier }: FileQuestion): Promise<FileAccess> {
    const asking: Asking = { userId, tier, origin: 'files' };
    let first: Refused | null = null;
    for (const assetId of await this.assets.offering(fileId)) {
      const answer = await this.#ask(asking, assetId, fileId);
      if (!isRefused(answer)) return answer;
      first ??= answer;
    }
    throw first?.refusal ?? refuse('FILE_NOT_AVAILABLE');
  }

  async #ask(asking: Asking, assetId: string, fileId: string): Promise<FileAccess | Refused> {
    const live = await this.downloads.liveOfFile({ userId: asking.userId, assetId }, fileId);
    const download = live ?? { downloadId: tokenDownloadId(asking.userId, assetId, fileId), generation: 1 };
    const terms: Terms = { linkSeconds: null, leaseSeconds: this.settings.leaseSeconds };
    const [admission] = await this.admissions.admit(asking, [{ ...download, assetId, quality: null }], terms);
    if (admission === undefined) throw new TypeError('A request was not answered');
    if (isRefused(admission)) return admission;
    return { assetId, quality: qualityOf(admission, fileId), download };
  }
}

/** One for all that a person fetches of a file with his token: however often he asks, it is one download until it is two. */
function tokenDownloadId(...names: readonly string[]): string {
  const digest = createHash('sha256').update(JSON.stringify(names)).digest('hex');
  return `dl_${digest.slice(0, 32)}`;
}

function qualityOf({ asset }: Admitted, fileId: string): Quality | null {
  const rendition = asset.renditions.find((one) => one.fileId === fileId);
  return rendition === undefined || rendition.quality === 'original' ? null : rendition.quality;
}

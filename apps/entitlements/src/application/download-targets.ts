import { Injectable } from '@nestjs/common';
import { Clock, newDownloadId } from '@waybill/kernel';
import { Downloads, type JoinableDownload } from './downloads.js';
import { type FileWish, Grants } from './grants.js';

/**
 * Which download a link of the store edition belongs to: the person's live or failed one of that asset and quality, else
 * one that was granted before and nobody opened yet, else a new one (DESIGN.md, section 3, "What counts").
 */
@Injectable()
export class DownloadTargets {
  constructor(
    private readonly downloads: Downloads,
    private readonly grants: Grants,
    private readonly clock: Clock,
  ) {}

  async find(wish: FileWish): Promise<JoinableDownload> {
    const joinable = await this.downloads.joinable(wish);
    if (joinable !== null) return joinable;
    const unopened = await this.grants.unopened(wish, this.clock.now());
    return unopened ?? { downloadId: newDownloadId(), generation: 1 };
  }
}

import { Injectable } from '@nestjs/common';
import type { DomainError } from '@waybill/kernel';
import { newDownloadId } from '@waybill/kernel';
import { refuse } from '../domain/refusals.js';
import { type Admission, type Asking, isRefused } from './admission.js';
import { Admissions } from './admissions.js';
import { DownloadTargets } from './download-targets.js';

/** Would a link be generated now, for the quality that is had without asking, the hourly window left out of account? */
@Injectable()
export class CheckDownload {
  constructor(
    private readonly admissions: Admissions,
    private readonly targets: DownloadTargets,
  ) {}

  /** null is yes; else why not. Throws where nothing of that id was ever published. */
  async execute(asking: Asking, assetId: string): Promise<DomainError | null> {
    const refusal = await this.#refusal(asking, assetId);
    if (refusal?.code === 'ASSET_NOT_FOUND') throw refusal;
    return refusal;
  }

  async #refusal(asking: Asking, assetId: string): Promise<DomainError | null> {
    const wanted = { assetId, quality: null };
    const access = await this.admissions.access(asking, {
      ...wanted,
      downloadId: newDownloadId(),
      generation: 1,
    });
    if (isRefused(access)) return access.refusal;
    if (access.rendition === null) return refuse('FILE_NOT_AVAILABLE');
    const { fileId } = access.rendition;
    const wish = { userId: asking.userId, assetId, quality: access.quality, fileId };
    const target = await this.targets.find(wish);
    return refusalIn(await this.admissions.preview(asking, { ...wanted, ...target }));
  }
}

function refusalIn(admission: Admission): DomainError | null {
  return isRefused(admission) ? admission.refusal : null;
}

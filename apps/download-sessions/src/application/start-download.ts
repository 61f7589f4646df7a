import { Injectable } from '@nestjs/common';
import { Clock } from '@waybill/kernel';
import type { Download } from '../domain/download.js';
import type { DownloadLink } from '../domain/download-state.js';
import { Downloads } from '../domain/downloads.js';
import { Entitlements } from './entitlements.js';
import type { Requester } from './requester.js';

export interface StartDownloadCommand {
  readonly requester: Requester;
  readonly downloadId: string;
  /** bytes that the client holds already */
  readonly resumeFrom: number | null;
}

/** A link for a generation that is not the download's any more: somebody stopped it meanwhile. */
const ATTEMPTS = 5;

/** Starts or resumes a download with a fresh link. */
@Injectable()
export class StartDownload {
  constructor(
    private readonly downloads: Downloads,
    private readonly entitlements: Entitlements,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError as the state's table says, and what entitlements refuses the link with */
  async execute(command: StartDownloadCommand): Promise<Download> {
    for (let attempt = 1; ; attempt += 1) {
      const started = await this.#try(command, attempt === ATTEMPTS);
      if (started !== null) return started;
    }
  }

  async #try(
    { requester, downloadId, resumeFrom }: StartDownloadCommand,
    isLast: boolean,
  ): Promise<Download | null> {
    const ref = { id: downloadId, userId: requester.subject };
    const known = await this.downloads.get(ref);
    known.assertStartable(resumeFrom);
    const generation = known.nextGeneration;
    const link = await this.#link(requester, known, generation);
    return this.downloads.update(ref, (download, { hasPlace }) => {
      download.assertStartable(resumeFrom);
      if (download.nextGeneration !== generation && !isLast) return null;
      download.start({ hasPlace, link, resumeFrom }, this.clock.now());
      return download;
    });
  }

  async #link(requester: Requester, { state }: Download, generation: number): Promise<DownloadLink | null> {
    const { id: downloadId, assetId, fileId, fileName, etag, quality, origin } = state;
    if (assetId === null || fileId === null || etag === null) return null;
    return this.entitlements.link(requester, {
      downloadId,
      assetId,
      fileId,
      fileName,
      etag,
      quality,
      generation,
      origin,
    });
  }
}

import { Injectable } from '@nestjs/common';
import { Clock, newDownloadId } from '@waybill/kernel';
import type { ClientFacts } from '../domain/download-state.js';
import { ReportedDownload } from '../domain/reported-download.js';
import { type KnownFile, ReportedDownloads, type ReportedFile } from '../domain/reported-downloads.js';
import { describeFile } from './describe-file.js';

export interface Report {
  readonly userId: string;
  readonly file: ReportedFile;
  readonly client: ClientFacts;
}

/** A client says that it began to download a file. Makes the file known where it is not. */
@Injectable()
export class ReportDownload {
  constructor(
    private readonly downloads: ReportedDownloads,
    private readonly clock: Clock,
  ) {}

  /** @returns the new download's id */
  async execute({ userId, file, client }: Report): Promise<string> {
    const known = await this.downloads.register(describeFile(file));
    return this.begin(userId, known, client, 0);
  }

  /** @param heldBytes what the client holds of it already */
  async begin(userId: string, file: KnownFile, client: ClientFacts, heldBytes: number): Promise<string> {
    const made = { id: newDownloadId(), userId, target: targetOf(file), client };
    const download = ReportedDownload.start(made, heldBytes, this.clock.now());
    await this.downloads.add(download);
    return made.id;
  }
}

/** It is in no catalogue: its own name and type stand for the asset's. */
function targetOf({ fileId, fileName, fileType, mediaType, size }: KnownFile) {
  return {
    assetId: null,
    assetTitle: fileName,
    resourceType: fileType,
    category: fileType,
    quality: null,
    fileId,
    fileName,
    mediaType,
    etag: null,
    size,
  };
}

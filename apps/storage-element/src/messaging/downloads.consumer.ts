import { Controller } from '@nestjs/common';
import {
  downloadCancelled,
  downloadDeleted,
  downloadExpired,
  downloadFailed,
  downloadPaused,
  type DownloadCancelled,
  type DownloadDeleted,
  type DownloadExpired,
  type DownloadFacts,
  type DownloadFailed,
  type DownloadPaused,
} from '@waybill/contracts';
import { OnEvent } from '@waybill/messaging';
import { StopDownloads } from '../application/stop-downloads.js';
import type { Stop } from '../application/stops.js';

/** Whatever ends or holds a download also stops its bytes, under every id that its links were issued for. */
@Controller()
export class DownloadsConsumer {
  constructor(private readonly stop: StopDownloads) {}

  @OnEvent(downloadPaused)
  paused(data: DownloadPaused): Promise<void> {
    return this.stop.execute(stopsOf(data));
  }

  @OnEvent(downloadCancelled)
  cancelled(data: DownloadCancelled): Promise<void> {
    return this.stop.execute(stopsOf(data));
  }

  @OnEvent(downloadFailed)
  failed(data: DownloadFailed): Promise<void> {
    return this.stop.execute(stopsOf(data));
  }

  @OnEvent(downloadExpired)
  expired(data: DownloadExpired): Promise<void> {
    return this.stop.execute(stopsOf(data));
  }

  @OnEvent(downloadDeleted)
  deleted(data: DownloadDeleted): Promise<void> {
    return this.stop.execute(stopsOf(data));
  }
}

function stopsOf({ downloadId, aliases, generation }: DownloadFacts): readonly Stop[] {
  return [downloadId, ...aliases].map((id) => ({ downloadId: id, generation, revokedAt: null }));
}

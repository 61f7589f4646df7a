import { Injectable } from '@nestjs/common';
import { FileCatalogue } from './file-catalogue.js';
import { RunningTransfers } from './running-transfers.js';
import { StoppedDownloads } from './stopped-downloads.js';
import { Stops } from './stops.js';

/** What a replica does with what another one, or itself, made durable. */
@Injectable()
export class ReplicaNews {
  constructor(
    private readonly stopped: StoppedDownloads,
    private readonly stops: Stops,
    private readonly running: RunningTransfers,
    private readonly catalogue: FileCatalogue,
  ) {}

  async downloadsStopped(downloadIds: readonly string[]): Promise<void> {
    for (const stop of await this.stopped.some(downloadIds)) this.stops.learn(stop);
    for (const downloadId of downloadIds) this.running.cutStopped(downloadId);
  }

  fileRemoved(id: string): Promise<void> {
    this.catalogue.forget(id);
    return Promise.resolve();
  }

  /** Notices may have been missed. */
  async lookAtEverything(): Promise<void> {
    this.stops.replaceAll(await this.stopped.all());
    this.running.cutAllStopped();
  }
}

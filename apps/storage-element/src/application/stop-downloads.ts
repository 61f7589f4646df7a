import { Injectable } from '@nestjs/common';
import { Clock } from '@waybill/kernel';
import { StoppedDownloads } from './stopped-downloads.js';
import type { Stop } from './stops.js';

/** Makes stops durable; every replica hears of them when they are committed, this one too. */
@Injectable()
export class StopDownloads {
  constructor(
    private readonly stopped: StoppedDownloads,
    private readonly clock: Clock,
  ) {}

  async execute(stops: readonly Stop[]): Promise<void> {
    await this.stopped.add(stops, this.clock.now());
  }
}

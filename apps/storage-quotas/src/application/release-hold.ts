import { Injectable } from '@nestjs/common';
import { Quotas } from '../domain/quotas.js';

/** Gives back a hold whose create died. Where nothing is held, nothing happens. */
@Injectable()
export class ReleaseHold {
  constructor(private readonly quotas: Quotas) {}

  async execute(downloadId: string, generation: number): Promise<void> {
    const userId = await this.quotas.ownerOf(downloadId);
    if (userId === null) return;
    await this.quotas.update({ userId, downloadIds: [downloadId] }, (quota) =>
      quota.release(downloadId, generation),
    );
  }
}

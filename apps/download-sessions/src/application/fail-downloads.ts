import { Injectable } from '@nestjs/common';
import { Clock } from '@waybill/kernel';
import { Downloads, type Selection } from '../domain/downloads.js';

/** Ends live downloads for a reason that lies outside them: their grant is revoked, their file is gone. */
@Injectable()
export class FailDownloads {
  constructor(
    private readonly downloads: Downloads,
    private readonly clock: Clock,
  ) {}

  /** @param why tells one whether the reason is about it */
  async execute(selection: Selection, reason: 'revoked' | 'file-removed'): Promise<void> {
    for (;;) {
      let failed = 0;
      const found = await this.downloads.updateEach(selection, (download) => {
        if (download.fail(reason, this.clock.now())) failed += 1;
      });
      if (found.length === 0 || failed === 0) return;
    }
  }
}

import { Injectable } from '@nestjs/common';
import { Clock, DAY } from '@waybill/kernel';
import { Erasures } from '@waybill/platform';
import type { Download } from '../domain/download.js';
import { Downloads, type Selection } from '../domain/downloads.js';
import { SessionSettings } from '../domain/session-settings.js';

/** As long as dead letters may be replayed. */
const REMEMBERED_MS = 90 * DAY;

/** What time does to downloads (DESIGN.md, section 3, "Jobs"). Each answers how many it changed. */
@Injectable()
export class TendDownloads {
  constructor(
    private readonly downloads: Downloads,
    private readonly settings: SessionSettings,
    private readonly erasures: Erasures,
    private readonly clock: Clock,
  ) {}

  /** Copies whose time is over. */
  expireCopies(): Promise<number> {
    const now = this.clock.now();
    return this.#all({ by: 'kept-until', now }, (download) => download.expire('kept-until', now));
  }

  /** Copies that are older than their person keeps them. */
  autoDelete(): Promise<number> {
    const now = this.clock.now();
    return this.#all({ by: 'auto-delete', now }, (download) => download.expire('auto-delete', now));
  }

  /** Running ones that got no byte for long are paused. */
  pauseStalled(): Promise<number> {
    const before = this.#ago(this.settings.stalledAfter);
    return this.#all({ by: 'running-silent', before }, (download) =>
      download.stall(before, this.clock.now()),
    );
  }

  failNeverStarted(): Promise<number> {
    const before = this.#ago(this.settings.neverStartedAfter);
    return this.#all({ by: 'never-fetched', before }, (download) =>
      download.giveUpWaiting(before, this.clock.now()),
    );
  }

  failAbandoned(): Promise<number> {
    const before = this.#ago(this.settings.abandonedAfter);
    return this.#all({ by: 'paused', before }, (download) => download.abandon(before, this.clock.now()));
  }

  /** Erasures so long ago that no report of an older link can come any more. */
  forgetErasures(): Promise<number> {
    return this.erasures.forgetBefore(this.#ago(REMEMBERED_MS));
  }

  /** Catches what a freed place missed: a raised limit, a person's rows that went. */
  promoteWaiting(): Promise<number> {
    return this.downloads.promoteWaiting();
  }

  /** In portions of one transaction each, until a portion changes nothing. */
  async #all(selection: Selection, change: (download: Download) => boolean): Promise<number> {
    let total = 0;
    for (;;) {
      let changed = 0;
      await this.downloads.updateEach(selection, (download) => {
        if (change(download)) changed += 1;
      });
      if (changed === 0) return total;
      total += changed;
    }
  }

  #ago(milliseconds: number): Date {
    return new Date(this.clock.now().getTime() - milliseconds);
  }
}

import { SECOND } from '@waybill/kernel';
import { ByteSet } from './byte-set.js';
import { ChangingDownload } from './changing-download.js';
import { type DownloadState, downloadedOf } from './download-state.js';
import { firstState, type NewDownload } from './new-download.js';
import { STILL } from './pace.js';

export type NewReportedDownload = Omit<NewDownload, 'origin' | 'keepDays' | 'link' | 'placeLimit'>;

/**
 * A download that the client only tells of: no bytes are seen, no quota and no entitlement is touched, and any number
 * may run at once (DESIGN.md, section 9, "tracking: its own rules"). Each call says whether it did anything.
 */
export class ReportedDownload extends ChangingDownload {
  /** It began: started and running. `heldBytes` is what the client holds already. */
  static start(made: NewReportedDownload, heldBytes: number, now: Date): ReportedDownload {
    const state = firstState({ ...made, origin: 'tracking', keepDays: null }, now);
    const download = new ReportedDownload(state, 0);
    download.note({ type: 'created' });
    const running = { status: 'downloading', startedAt: now, begunAt: now } as const;
    download.happen(
      { type: 'started', reason: 'requested' },
      { ...running, ...download.#reaching(heldBytes) },
      now,
    );
    return download;
  }

  static restore(state: DownloadState): ReportedDownload {
    return new ReportedDownload(state, state.revision);
  }

  get isRunning(): boolean {
    return this.state.status === 'downloading';
  }

  /** @param speedKbps kilobits per second, as the client measured it */
  complete(speedKbps: number | null, now: Date): boolean {
    if (!this.isRunning) return false;
    const patch = { status: 'completed', completedAt: now, endedAt: now, speedKbps } as const;
    const pace = { ...STILL, activeMilliseconds: this.#activeMilliseconds(speedKbps, now) };
    this.happen({ type: 'completed' }, { ...patch, pace, ...this.#reaching(this.state.size) }, now);
    return true;
  }

  fail(message: string | null, now: Date): boolean {
    if (!this.isRunning) return false;
    const failure = { reason: 'reported', message };
    const failedCount = this.state.failedCount + 1;
    this.happen(
      { type: 'failed', ...failure },
      { status: 'failed', failure, failedCount, endedAt: now },
      now,
    );
    return true;
  }

  cancel(now: Date, reason: 'requested' | 'erased' = 'requested'): boolean {
    if (!this.isRunning) return false;
    this.happen({ type: 'cancelled', reason }, { status: 'cancelled', endedAt: now }, now);
    return true;
  }

  /** Revives a running or cancelled one; progress is the most that was ever reported. */
  resume(bytesDownloaded: number, now: Date): boolean {
    if (!this.isRunning && this.state.status !== 'cancelled') return false;
    const { generation, resumeCount } = this.state;
    const again = { status: 'downloading', endedAt: null, generation: generation + 1 } as const;
    const patch = { ...again, resumeCount: resumeCount + 1, ...this.#reaching(bytesDownloaded) };
    this.happen({ type: 'resumed', resumeFrom: bytesDownloaded }, patch, now);
    return true;
  }

  #reaching(bytes: number): Partial<DownloadState> {
    const most = Math.max(downloadedOf(this.state), Math.min(bytes, this.state.size));
    return { claimed: ByteSet.upTo(most) };
  }

  /** Size / reported speed, else from start to completion. */
  #activeMilliseconds(speedKbps: number | null, now: Date): number {
    const { size, startedAt, createdAt } = this.state;
    if (speedKbps === null || speedKbps <= 0) return now.getTime() - (startedAt ?? createdAt).getTime();
    return Math.round(((size * 8) / (speedKbps * SECOND)) * SECOND);
  }
}

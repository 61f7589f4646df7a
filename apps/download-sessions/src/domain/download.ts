import { ChangingDownload } from './changing-download.js';
import { claim, NO_COVERAGE } from './coverage.js';
import { invalidState, outsideFile } from './download.errors.js';
import { type DownloadLink, type DownloadState, isLive, isWhole, type Target } from './download-state.js';
import type { TransferReport } from './transfer-report.js';
import { firstState, keptUntil, type NewDownload } from './new-download.js';
import { foldTransfer } from './transfer-folding.js';
import { assertThere, permits } from './transitions.js';

/** A wish to start or resume, with what was got for it. */
export interface Start {
  /** whether one more of the person's downloads may run */
  readonly hasPlace: boolean;
  /** null where the asset is hosted elsewhere */
  readonly link: DownloadLink | null;
  /** the client claims to hold the bytes before it */
  readonly resumeFrom: number | null;
}

export interface Retry {
  readonly limit: number;
  readonly link: DownloadLink | null;
  readonly placeLimit: number | null;
  readonly keepDays: number;
  /** what serves it now */
  readonly target: Target;
}

/** One person fetching one rendition (DESIGN.md, section 3). */
export class Download extends ChangingDownload {
  /** Made and checked: pending, with its event. */
  static create(made: NewDownload, now: Date): Download {
    const download = new Download(firstState(made, now), 0);
    download.note({ type: 'created' });
    return download;
  }

  /** As it was stored. */
  static restore(state: DownloadState): Download {
    return new Download(state, state.revision);
  }

  /** The generation that a link for a start must carry: a stop concerns the one before. */
  get nextGeneration(): number {
    const isStopped = this.state.status === 'paused' || this.state.status === 'failed';
    return this.state.generation + (isStopped ? 1 : 0);
  }

  /** @throws DomainError where `start` would be refused */
  assertStartable(resumeFrom: number | null): void {
    permits(this.state, 'start');
    if (resumeFrom !== null) this.#assertInside('resumeFrom', resumeFrom);
  }

  /**
   * Starts or resumes; without a place it waits in the queue. On a running one only the link is new.
   * @throws DomainError 409 by the table, 400 for a position past the size
   */
  start({ hasPlace, link, resumeFrom }: Start, now: Date): void {
    this.assertStartable(resumeFrom);
    if (this.state.status === 'pending') this.#begin(hasPlace, link, now);
    else if (this.state.status === 'paused') this.#resume(hasPlace, link, resumeFrom, now);
    else this.#renew(link, now);
    if (resumeFrom !== null) this.#claimUpTo(resumeFrom, now);
  }

  /** A place is free: the wait is over. */
  promote(now: Date): void {
    if (this.state.status !== 'pending' || this.state.queuedAt === null) return;
    this.#run('promoted', {}, now);
  }

  pause(now: Date, reason: 'requested' | 'stalled' = 'requested'): void {
    if (!permits(this.state, 'pause')) return;
    this.happen({ type: 'paused', reason }, { status: 'paused', pausedAt: now, queuedAt: null }, now);
  }

  cancel(now: Date, reason: 'requested' | 'deleted' | 'erased' = 'requested'): void {
    if (!permits(this.state, 'cancel')) return;
    this.happen({ type: 'cancelled', reason }, { status: 'cancelled', endedAt: now, queuedAt: null }, now);
  }

  /** @throws DomainError where `retry` would be refused */
  assertRetryable(limit: number): void {
    permits(this.state, 'retry');
    if (this.state.retryCount >= limit) throw invalidState(this.state.status, 'too-many-retries');
  }

  /** A failed one waits for its first byte again, under a new generation; what it holds of the same file, it keeps. */
  retry({ limit, link, placeLimit, keepDays, target }: Retry, now: Date): void {
    this.assertRetryable(limit);
    const retryCount = this.state.retryCount + 1;
    const replaced = target.fileId === this.state.fileId ? {} : { ...target, ...NO_COVERAGE };
    const fresh = { ...replaced, link, placeLimit, holdsQuota: true, expiresAt: keptUntil(now, keepDays) };
    this.happen({ type: 'retried' }, { ...this.#revived('pending'), ...fresh, retryCount }, now);
    this.#settle(now);
  }

  /** Folds what a response delivered; may set it going and may complete it (docs/internals.md). */
  recordTransfer(report: TransferReport, now: Date): void {
    const before = { begunAt: this.state.begunAt, told: this.changes.length };
    const patch = foldTransfer(this.state, report);
    if (Object.keys(patch).length > 0) this.change({ ...patch, ...this.#aliasOf(report) }, now);
    if (report.bytes > 0) this.#followBytes(report, now);
    this.#settle(now);
    const isEmptyFile = this.state.size === 0 && report.outcome === 'complete';
    if (isEmptyFile && isLive(this.state)) this.#complete(now);
    if (before.begunAt === null && this.changes.length === before.told) this.#tellBegun();
  }

  /** Links were issued under another id: it stands for this download from now on. */
  addAlias(downloadId: string, now: Date): void {
    if (downloadId === this.state.id || this.state.aliases.includes(downloadId)) return;
    this.change({ aliases: [...this.state.aliases, downloadId] }, now);
  }

  /**
   * The client of an asset that is hosted elsewhere says how many bytes it holds; the most it ever said counts.
   * @throws DomainError 409 on a stored file, whose bytes are seen, and on one that is not running
   */
  reportProgress(bytes: number, now: Date): void {
    assertThere(this.state);
    this.#assertInside('downloaded_bytes', bytes);
    if (this.state.fileId !== null) throw invalidState(this.state.status, 'progress-is-observed');
    permits(this.state, 'pause');
    if (this.state.status === 'paused') throw invalidState('paused');
    if (this.state.status === 'pending') this.#run('first-byte', {}, now);
    this.change({ begunAt: this.state.begunAt ?? now, lastByteAt: now }, now);
    this.#claimUpTo(bytes, now);
  }

  /** Ends a live one; on any other it does nothing, so that late news is harmless. */
  fail(reason: string, now: Date, message: string | null = null): boolean {
    if (!isLive(this.state) || this.state.deletedAt !== null) return false;
    const { failedCount } = this.state;
    this.happen(
      { type: 'failed', reason, message },
      {
        status: 'failed',
        failure: { reason, message },
        failedCount: failedCount + 1,
        endedAt: now,
        queuedAt: null,
      },
      now,
    );
    return true;
  }

  /** A running one that got no byte, and no fresh link, since `before` is paused. */
  stall(before: Date, now: Date): boolean {
    const { status, updatedAt } = this.state;
    if (status !== 'downloading' || updatedAt >= before) return false;
    this.pause(now, 'stalled');
    return true;
  }

  /** A pending one that was not fetched since `before` fails, unless it waits for its turn. */
  giveUpWaiting(before: Date, now: Date): boolean {
    const { status, queuedAt, updatedAt } = this.state;
    return status === 'pending' && queuedAt === null && updatedAt < before && this.fail('never-started', now);
  }

  /** One that has been paused since before `before` fails. */
  abandon(before: Date, now: Date): boolean {
    const { status, pausedAt, updatedAt } = this.state;
    return status === 'paused' && (pausedAt ?? updatedAt) < before && this.fail('abandoned', now);
  }

  /** The kept copy ran out. */
  expire(reason: 'kept-until' | 'auto-delete', now: Date): boolean {
    const { status, expiredAt, deletedAt } = this.state;
    if (status !== 'completed' || expiredAt !== null || deletedAt !== null) return false;
    this.happen({ type: 'expired', reason }, { expiredAt: now, link: null }, now);
    return true;
  }

  /**
   * Takes it off the person's list and frees its storage; a live one is cancelled first.
   * @returns the bytes of storage that this freed
   */
  delete(now: Date, reason: 'deleted' | 'erased' = 'deleted'): number {
    if (this.state.deletedAt !== null) assertThere(this.state);
    if (isLive(this.state)) this.cancel(now, reason);
    const { status, expiredAt, holdsQuota, size } = this.state;
    const freedBytes = status === 'completed' && expiredAt === null && holdsQuota ? size : 0;
    this.happen({ type: 'deleted', freedBytes }, { deletedAt: now, link: null }, now);
    return freedBytes;
  }

  #begin(hasPlace: boolean, link: DownloadLink | null, now: Date): void {
    if (hasPlace) this.#run('requested', { link }, now);
    else this.#queue({ link }, now);
  }

  #resume(hasPlace: boolean, link: DownloadLink | null, resumeFrom: number | null, now: Date): void {
    const patch = { ...this.#revived('downloading'), link, resumeCount: this.state.resumeCount + 1 };
    if (!hasPlace) this.#queue({ ...patch, status: 'pending' }, now);
    else
      this.happen({ type: 'resumed', resumeFrom }, { ...patch, startedAt: this.state.startedAt ?? now }, now);
  }

  #run(reason: 'requested' | 'promoted' | 'first-byte', patch: Partial<DownloadState>, now: Date): void {
    const running = {
      status: 'downloading',
      queuedAt: null,
      startedAt: this.state.startedAt ?? now,
    } as const;
    this.happen({ type: 'started', reason }, { ...patch, ...running }, now);
  }

  /** One that waits already keeps its turn. */
  #queue(patch: Partial<DownloadState>, now: Date): void {
    if (this.state.queuedAt === null) this.happen({ type: 'queued' }, { ...patch, queuedAt: now }, now);
    else this.change(patch, now);
  }

  #renew(link: DownloadLink | null, now: Date): void {
    this.change({ link }, now);
  }

  #revived(status: 'downloading' | 'pending'): Partial<DownloadState> {
    const generation = this.state.generation + 1;
    return { status, generation, failure: null, pausedAt: null, endedAt: null, queuedAt: null };
  }

  #claimUpTo(bytes: number, now: Date): void {
    const coverage = claim(this.state, { start: 0, end: bytes });
    if (!coverage.claimed.equals(this.state.claimed)) this.change(coverage, now);
    this.#settle(now);
  }

  /** First bytes set a waiting one going; bytes on a link of a newer generation revive a stopped one. */
  #followBytes({ generation }: TransferReport, now: Date): void {
    const { status } = this.state;
    const isNewer = generation > this.state.generation;
    if (status === 'pending' && generation >= this.state.generation)
      this.#run('first-byte', { generation }, now);
    if (status === 'paused' && isNewer) this.#joinPaused(generation, now);
    if (status === 'failed' && isNewer) this.#joinFailed(generation, now);
  }

  #joinPaused(generation: number, now: Date): void {
    const patch = { ...this.#revived('downloading'), generation, resumeCount: this.state.resumeCount + 1 };
    this.happen({ type: 'resumed', resumeFrom: null }, patch, now);
  }

  #joinFailed(generation: number, now: Date): void {
    const patch = { ...this.#revived('pending'), generation, retryCount: this.state.retryCount + 1 };
    this.happen({ type: 'retried' }, patch, now);
    this.#run('first-byte', {}, now);
  }

  /**
   * Only a download that began counts, so its first byte is told even where it moves nothing: on one that was asked to
   * start, and on one that ended before the report of its bytes came.
   */
  #tellBegun(): void {
    const { begunAt, status, failure, deletedAt } = this.state;
    if (begunAt === null || deletedAt !== null) return;
    if (status === 'downloading') this.note({ type: 'started', reason: 'first-byte' });
    if (status === 'cancelled') this.note({ type: 'cancelled', reason: 'requested' });
    if (status === 'failed' && failure !== null) this.note({ type: 'failed', ...failure });
  }

  #aliasOf({ downloadId }: TransferReport): Partial<DownloadState> {
    const { id, aliases } = this.state;
    return downloadId === id || aliases.includes(downloadId) ? {} : { aliases: [...aliases, downloadId] };
  }

  /** Completed is when the whole file is covered, whoever covered the last byte. */
  #settle(now: Date): void {
    if (isLive(this.state) && isWhole(this.state)) this.#complete(now);
  }

  #complete(now: Date): void {
    const patch = {
      status: 'completed',
      completedAt: now,
      endedAt: now,
      queuedAt: null,
      pausedAt: null,
    } as const;
    this.happen({ type: 'completed' }, { ...patch, startedAt: this.state.startedAt ?? now }, now);
  }

  #assertInside(field: string, bytes: number): void {
    if (bytes < 0 || bytes > this.state.size) throw outsideFile(field, this.state.size);
  }
}

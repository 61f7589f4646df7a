import type { DownloadChange, Happening } from './download-changes.js';
import type { DownloadState } from './download-state.js';

/** A download's state, the one it was loaded with, and what happened in between. */
export abstract class ChangingDownload {
  #state: DownloadState;
  readonly #changes: DownloadChange[] = [];

  protected constructor(
    state: DownloadState,
    /** The revision in the store; 0 where it is not there yet. */
    readonly storedRevision: number,
  ) {
    this.#state = state;
  }

  get state(): DownloadState {
    return this.#state;
  }

  get isChanged(): boolean {
    return this.#state.revision !== this.storedRevision;
  }

  get changes(): readonly DownloadChange[] {
    return this.#changes;
  }

  /** Every change has a revision of its own, so that consumers can tell older news from newer. */
  protected change(patch: Partial<DownloadState>, now: Date): void {
    this.#state = { ...this.#state, ...patch, revision: this.#state.revision + 1, updatedAt: now };
  }

  protected happen(happening: Happening, patch: Partial<DownloadState>, now: Date): void {
    this.change(patch, now);
    this.note(happening);
  }

  protected note(happening: Happening): void {
    this.#changes.push({ ...happening, state: this.#state });
  }
}

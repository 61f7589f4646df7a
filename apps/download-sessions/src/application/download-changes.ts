import type { DownloadState } from '../domain/download-state.js';

/** One download as it is now, and the number of its last change. */
export interface NumberedState {
  readonly number: number;
  readonly state: DownloadState;
}

/** Whose changes, and of one download only where an id is given. */
export interface Followed {
  readonly userId: string;
  readonly downloadId: string | null;
}

/** Which downloads changed, in the order of their last changes. Reported ones are not in it. */
export abstract class DownloadChanges {
  /** The number of the person's last change; 0 where there was none. */
  abstract latest(userId: string): Promise<number>;
  /** What changed after that number, deleted ones too; at most `limit`. */
  abstract since(followed: Followed, number: number, limit: number): Promise<readonly NumberedState[]>;
}

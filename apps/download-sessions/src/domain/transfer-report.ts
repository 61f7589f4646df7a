import type { ByteRange } from './byte-set.js';

/** What one response body delivered since its last report. */
export interface TransferReport {
  readonly transferId: string;
  /** the download id of its ticket: the download's own, or an alias */
  readonly downloadId: string;
  readonly generation: number;
  /** bytes of another file than the download's are counted, and cover nothing */
  readonly fileId: string;
  readonly outcome: 'running' | 'complete' | 'aborted' | 'cut' | 'lost';
  readonly ranges: readonly ByteRange[];
  readonly unknown: readonly ByteRange[];
  readonly bytes: number;
  readonly durationMs: number;
  readonly startedAt: Date;
  /** Of the last of its bodies, where it sums up several. */
  readonly lastStartedAt: Date;
  readonly reportedAt: Date;
}

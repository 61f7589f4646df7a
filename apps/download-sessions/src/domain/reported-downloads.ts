import type { ReportedDownload } from './reported-download.js';

/** A file that clients tell of; the first report of it says what it is. */
export interface ReportedFile {
  readonly fileId: string;
  readonly fileName: string;
  /** bytes */
  readonly size: number;
}

/** A file as it is known, with what follows from its name. */
export interface KnownFile extends ReportedFile {
  /** by the extension: `document`, `video`, `other`… */
  readonly fileType: string;
  readonly mediaType: string;
}

export interface ReportedRef {
  readonly id: string;
  /** null: whosever it is, for those who may act for anybody */
  readonly userId: string | null;
}

/**
 * The downloads that clients report themselves. Each call is one transaction under the person's lock; what happened
 * leaves with it.
 */
export abstract class ReportedDownloads {
  /** Makes the file known. One that is known already keeps what it is: that is what is answered. */
  abstract register(file: KnownFile): Promise<KnownFile>;

  abstract findFile(fileId: string): Promise<KnownFile | null>;

  abstract add(download: ReportedDownload): Promise<void>;

  /** @returns false where there is none, or where `change` did nothing */
  abstract change(ref: ReportedRef, change: (download: ReportedDownload) => boolean): Promise<boolean>;

  /**
   * Changes the one of this file that runs, else the newest.
   * @returns its id; null where there is none, or where `change` did nothing
   */
  abstract changeLatest(
    userId: string,
    fileId: string,
    change: (download: ReportedDownload) => boolean,
  ): Promise<string | null>;

  /** The person is erased: what runs is cancelled. */
  abstract cancelAll(userId: string, now: Date): Promise<void>;
}

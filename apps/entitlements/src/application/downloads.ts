import type { DownloadFacts } from '@waybill/contracts';
import type { FileWish } from './grants.js';
import type { Claim } from '../domain/order.js';

/** A download as a further link would join it. */
export interface JoinableDownload {
  readonly downloadId: string;
  /** the generation its next ticket carries: a stopped one is set going by it */
  readonly generation: number;
}

/** What an event says of a download, and whether the person removed it. */
export type DownloadNews = DownloadFacts & { readonly deleted: boolean };

/** What entitlements knows of downloads, built from their events. */
export abstract class Downloads {
  /**
   * Keeps the newest revision of each, moves the history of those that began with it. Answers those that were news, at
   * most one for each download.
   */
  abstract fold(news: readonly DownloadNews[]): Promise<readonly DownloadNews[]>;

  /** The person's live download of exactly this, else one that failed and may be retried. */
  abstract joinable(wish: FileWish): Promise<JoinableDownload | null>;

  /** Whether tickets of this download and generation are refused: it was stopped, or ended without the whole file. */
  abstract isStopped(downloadId: string, generation: number): Promise<boolean>;

  /** Marks the live ones as revoked; answers their ids. */
  abstract revokeLiveOf(claim: Claim): Promise<readonly string[]>;

  /** The newest live download of a file. */
  abstract liveOfFile(claim: Claim, fileId: string): Promise<JoinableDownload | null>;

  /** Ids of the assets of which the person has live downloads or unexpired grants. */
  abstract claimsOf(userId: string, now: Date): Promise<readonly Claim[]>;

  /** Puts a pseudonym in the person's place: the figures stay. */
  abstract forget(userId: string, at: Date): Promise<void>;

  /** Whether he was forgotten at that time or later: news of it that comes back changes nothing. */
  abstract isForgotten(userId: string, at: Date): Promise<boolean>;

  /** A person of that id came (again): his downloads are his own from now on. */
  abstract welcome(userId: string, at: Date): Promise<void>;
}

import type { DownloadRef } from '../domain/downloads.js';
import type { DownloadState, DownloadStatus } from '../domain/download-state.js';

/** A download as it is shown, with what belongs to its asset and person. */
export interface DownloadView {
  readonly state: DownloadState;
  readonly thumbnail: string | null;
  /** the asset needs a subscription */
  readonly isPremium: boolean;
  /** places of this asset that the person has taken */
  readonly placesTaken: number;
}

export interface ListQuery {
  readonly userId: string;
  /** from 1 on */
  readonly page: number;
  readonly limit: number;
  readonly status: DownloadStatus | null;
  readonly resourceType: string | null;
  /** created at or after it */
  readonly from: Date | null;
  /** created before it */
  readonly until: Date | null;
}

/** Over all of the person's downloads that are not deleted. */
export interface DownloadStatistics {
  readonly downloads: number;
  /** bytes of their files */
  readonly bytes: number;
  readonly completed: number;
  readonly failed: number;
  readonly live: number;
}

export interface DownloadPage {
  readonly items: readonly DownloadView[];
  /** how many there are on all pages */
  readonly total: number;
  readonly statistics: DownloadStatistics;
}

/** Reads skip the domain: a fixed number of statements, however many downloads there are. Reported ones are not in them. */
export abstract class DownloadQueries {
  abstract list(query: ListQuery): Promise<DownloadPage>;
  /** @throws DomainError `DOWNLOAD_NOT_FOUND` */
  abstract find(ref: DownloadRef): Promise<DownloadView>;
  /** A download that is at hand already. */
  abstract show(state: DownloadState): Promise<DownloadView>;
}

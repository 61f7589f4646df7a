/** The six counts of the offline edition, 2.2. */
export const SUMMARY_STATUSES = [
  'pending',
  'downloading',
  'completed',
  'paused',
  'failed',
  'cancelled',
] as const;
export type SummaryStatus = (typeof SUMMARY_STATUSES)[number];

export interface PersonDownload {
  readonly downloadId: string;
  readonly userId: string;
  readonly revision: number;
  readonly status: SummaryStatus;
  readonly createdAt: Date;
  /** It leaves the counts; an expired one stays in them until it is deleted. */
  readonly deleted: boolean;
}

export interface DownloadsSummary {
  readonly counts: Readonly<Record<SummaryStatus, number>>;
  readonly oldest: Date | null;
}

/** What the downloads' events told of each person's downloads: a projection, enough for the summary. */
export abstract class PersonDownloads {
  /** Older news of a download changes nothing. */
  abstract follow(downloads: readonly PersonDownload[]): Promise<void>;

  abstract summary(userId: string): Promise<DownloadsSummary>;

  abstract forget(userId: string): Promise<void>;

  /** @returns how many deleted ones were removed for good */
  abstract forgetGoneBefore(time: Date): Promise<number>;
}

/** A place that a download asks for: tentative until `leaseUntil`, unless the download comes to life before. */
export interface PlaceClaim {
  readonly downloadId: string;
  readonly userId: string;
  readonly assetId: string;
  readonly generation: number;
  /** of the file in bytes; 0 where it is not known */
  readonly size: number;
  readonly leaseUntil: Date;
}

/** What transfers delivered for one download, of a file of `size` bytes. */
export interface ServedBytes {
  readonly downloadId: string;
  readonly size: number;
  readonly bytes: number;
}

/** What a download's event means for its place. */
export interface PlaceNews {
  readonly downloadId: string;
  readonly aliases: readonly string[];
  readonly generation: number;
  readonly size: number;
  /** it got a byte, or it is complete without one (an empty file, an asset that is hosted elsewhere) */
  readonly begun: boolean;
  /** cancelled or failed: without a byte the place is given back */
  readonly ended: boolean;
}

/**
 * The places that count against `maxDownloads`: one for each live download and for each ended one that got a byte, and
 * another for each further 1.5 × size + 64 MiB sent (DESIGN.md, section 3, "What counts").
 */
export abstract class Places {
  /** Whoever calls holds the lock of `Standings` and has decided. A repeat changes nothing; what was released is taken again. */
  abstract take(claims: readonly PlaceClaim[], now: Date): Promise<void>;

  /** Gives a tentative place back; a place whose download lives or has got bytes stays. */
  abstract giveBack(downloadIds: readonly string[], now: Date): Promise<void>;

  /** Adds bytes to the places of downloads, their aliases resolved. One that was given back is taken again: it got a byte. */
  abstract recordServed(served: readonly ServedBytes[]): Promise<void>;

  /** Makes places firm, gives back those that ended without a byte, folds aliases into the download that they stand for. */
  abstract follow(news: readonly PlaceNews[], now: Date): Promise<void>;

  /** Releases tentative places whose lease ran out. Answers how many. */
  abstract releaseExpired(now: Date): Promise<number>;

  /** Drops rows released before `before`. Answers how many. */
  abstract prune(before: Date): Promise<number>;

  abstract forget(userId: string): Promise<void>;
}

/** The numbers that an operator may set. Times are in milliseconds. */
export abstract class SessionSettings {
  /** how many downloads of one person may be started at a time */
  abstract readonly runningLimit: number;
  abstract readonly retryLimit: number;
  /** a running download without a byte for this long is paused */
  abstract readonly stalledAfter: number;
  /** a pending one that was never fetched for this long fails */
  abstract readonly neverStartedAfter: number;
  /** one that was paused for this long fails */
  abstract readonly abandonedAfter: number;
}

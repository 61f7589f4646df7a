/** How long things are kept, in days, and how far the days of the history are prepared. */
export class HistorySettings {
  constructor(
    /** Raw events. */
    readonly keepDays: number,
    readonly daysAhead: number,
    /** The last states of downloads, after their end. */
    readonly settleAfterDays: number,
  ) {}
}

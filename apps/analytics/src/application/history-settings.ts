/** How long raw history is kept, and how far its days are prepared. */
export class HistorySettings {
  constructor(
    readonly keepDays: number,
    readonly daysAhead: number,
  ) {}
}

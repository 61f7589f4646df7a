export class ReportSettings {
  /** How long after its end a report waits for late events. */
  constructor(readonly delayMinutes: number) {}
}

/** What an operator may set; times in seconds and days. */
export class QuotaSettings {
  constructor(
    /** How long a tentative hold waits for `download.created`. */
    readonly leaseSeconds: number,
    /** How long ended downloads and erasures are remembered against late events: at least the topics' retention. */
    readonly rememberDays: number,
    /** Whether the reconcile also repairs what has drifted. */
    readonly repairDrift: boolean,
  ) {}
}

/** The service's own figures. */
export abstract class QuotaMetrics {
  /** What the last reconcile found; both must be 0. */
  abstract drifted(accounts: number, bytes: number): void;

  /** A hold was asked for. `outcome` is `placed`, or the code of the refusal. */
  abstract asked(outcome: string): void;
}

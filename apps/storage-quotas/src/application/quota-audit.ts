/** An account whose sums are not those of its holds. */
export interface Drift {
  readonly userId: string;
  readonly heldBytes: number;
  readonly committedBytes: number;
  readonly holdsHeldBytes: number;
  readonly holdsCommittedBytes: number;
}

export abstract class QuotaAudit {
  /** In one snapshot, so that changes under way are seen whole or not at all. */
  abstract drifts(): Promise<Drift[]>;

  /** Sets the account's sums to those of its holds, under its lock, and tells of it. */
  abstract repair(userId: string): Promise<void>;
}

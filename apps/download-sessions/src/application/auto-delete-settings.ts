/** What a person chose for his copies, as storage-quotas last told it. */
export interface AutoDeleteSetting {
  readonly userId: string;
  /** of the quota account: a smaller one is older news */
  readonly revision: number;
  readonly enabled: boolean;
  /** 1 to 365 */
  readonly days: number;
}

/** The projection of everybody's setting. Older news than the last changes nothing. */
export abstract class AutoDeleteSettings {
  abstract put(settings: readonly AutoDeleteSetting[]): Promise<void>;
  abstract find(userId: string): Promise<AutoDeleteSetting | null>;
}

import type { AlertRule } from '../domain/alert-rules.js';

export interface Alert {
  readonly alertId: string;
  readonly rule: string;
  readonly kind: AlertRule['kind'];
  readonly summary: string;
  /** What was measured when it was raised, and what was allowed. */
  readonly value: number;
  readonly limit: number;
  readonly raisedAt: Date;
  readonly clearedAt: Date | null;
}

export type AlertState = 'active' | 'cleared' | 'all';

export interface Page<T> {
  readonly items: readonly T[];
  readonly total: number;
}

/** Alerts that were raised; a rule has at most one that is not cleared. */
export abstract class Alerts {
  abstract active(): Promise<Alert[]>;
  /** False where the rule has been raised already. */
  abstract raise(alert: Alert): Promise<boolean>;
  /** False where it has been cleared already. */
  abstract clear(alertId: string, clearedAt: Date): Promise<boolean>;
  /** Latest first. */
  abstract list(state: AlertState, page: { offset: number; limit: number }): Promise<Page<Alert>>;
}

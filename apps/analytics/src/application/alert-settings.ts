import type { AlertRule } from '../domain/alert-rules.js';

/** The rules, by configuration; their names are unique. */
export class AlertSettings {
  constructor(readonly rules: readonly AlertRule[]) {}
}

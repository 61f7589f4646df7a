interface Common {
  /** Names the rule: the alert's key on the bus. */
  readonly name: string;
  /** An alert clears when its value came down to the limit less this many per cent of it. */
  readonly hysteresisPercent: number;
}

/** More than a share of the downloads that ended lately failed. */
export interface FailureRateRule extends Common {
  readonly kind: 'failure-rate';
  readonly abovePercent: number;
  readonly minDownloads: number;
  readonly minutes: number;
}

/** More was served in this hour than it should be. */
export interface BandwidthRule extends Common {
  readonly kind: 'bandwidth';
  readonly aboveBytesPerHour: number;
}

/** More was served in this hour than k times what the same hour of the last seven days saw on average. */
export interface SurgeRule extends Common {
  readonly kind: 'bandwidth-surge';
  readonly times: number;
  /** Below this nothing is a surge. */
  readonly minBytes: number;
}

/** Something happened more often lately than it should. */
export interface SignalRule extends Common {
  readonly kind: 'quota-threshold' | 'dead-letter' | 'file-damaged';
  readonly above: number;
  readonly minutes: number;
}

export type AlertRule = FailureRateRule | BandwidthRule | SurgeRule | SignalRule;

/** What a rule looked at, and what it found. */
export interface Reading {
  readonly value: number;
  readonly limit: number;
  /** False where there is too little to judge by: nothing is raised then. */
  readonly enough: boolean;
  readonly summary: string;
}

export type Verdict = 'raise' | 'clear' | 'keep';

/** Raised once above the limit, cleared once well below it; in between everything stays as it is. */
export function judge(rule: AlertRule, { value, limit, enough }: Reading, raised: boolean): Verdict {
  if (!raised) return enough && value > limit ? 'raise' : 'keep';
  return value <= limit * (1 - rule.hysteresisPercent / 100) ? 'clear' : 'keep';
}

export function readFailures(
  rule: FailureRateRule,
  { failed, completed }: { failed: number; completed: number },
): Reading {
  const ended = failed + completed;
  const value = ended === 0 ? 0 : (100 * failed) / ended;
  return {
    value,
    limit: rule.abovePercent,
    enough: ended >= rule.minDownloads,
    summary: `${rounded(value)} % of ${ended} downloads failed within ${rule.minutes} minutes (limit ${rule.abovePercent} %)`,
  };
}

export function readBandwidth(rule: BandwidthRule, bytes: number): Reading {
  const limit = rule.aboveBytesPerHour;
  return {
    value: bytes,
    limit,
    enough: true,
    summary: `${bytes} bytes served in this hour (limit ${limit})`,
  };
}

/** `usual` is the average of the same hour of the last seven days, in bytes. */
export function readSurge(rule: SurgeRule, bytes: number, usual: number): Reading {
  const limit = Math.max(rule.times * usual, rule.minBytes);
  return {
    value: bytes,
    limit,
    enough: usual > 0,
    summary: `${bytes} bytes served in this hour (limit ${rounded(limit)}: ${rule.times} × the usual ${rounded(usual)})`,
  };
}

const WORDS = {
  'quota-threshold': 'quota thresholds were crossed',
  'dead-letter': 'events went to the dead letters',
  'file-damaged': 'files were found damaged',
} as const satisfies Record<SignalRule['kind'], string>;

export function readSignals(rule: SignalRule, events: number): Reading {
  return {
    value: events,
    limit: rule.above,
    enough: true,
    summary: `${events} ${WORDS[rule.kind]} within ${rule.minutes} minutes (limit ${rule.above})`,
  };
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}

import { type HoldOutcome, type PlacedHold } from '../../application/place-holds.js';

export function presentHold({ downloadId, bytes, tier, keepDays, remainingBytes }: PlacedHold) {
  return { downloadId, bytes, tier, keepDays, remainingBytes };
}

export function presentOutcomes(outcomes: readonly HoldOutcome[]) {
  return { items: outcomes.map(presentOutcome) };
}

function presentOutcome(outcome: HoldOutcome) {
  const { downloadId } = outcome;
  if ('hold' in outcome) return { downloadId, hold: presentHold(outcome.hold) };
  const { kind, code, message, details } = outcome.error;
  return { downloadId, error: { kind, code, message, details } };
}

export type FileSet = ReadonlyMap<string, string>;

export interface Drift {
  readonly missing: readonly string[];
  readonly different: readonly string[];
  readonly stale: readonly string[];
}

/** How what is checked in differs from what the code makes. */
export function findDrift(checkedIn: FileSet, made: FileSet): Drift {
  const names = [...made.keys()];
  return {
    missing: names.filter((name) => !checkedIn.has(name)),
    different: names.filter((name) => checkedIn.has(name) && checkedIn.get(name) !== made.get(name)),
    stale: [...checkedIn.keys()].filter((name) => !made.has(name)),
  };
}

export const hasDrift = ({ missing, different, stale }: Drift) =>
  missing.length + different.length + stale.length > 0;

export function describeDrift(drift: Drift): string {
  const lines = Object.entries(drift as unknown as Record<string, readonly string[]>);
  return lines.flatMap(([kind, names]) => names.map((name) => `  ${kind}: ${name}`)).join('\n');
}

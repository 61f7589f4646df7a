import type { Case } from './cases.ts';
import type { ContestantName } from './contestant.ts';
import { median, spread } from './statistics.ts';

/** MiB per second, a figure for each round. */
export type Figures = ReadonlyMap<ContestantName, readonly number[]>;

const line = (...cells: readonly string[]) => {
  const [first = '', second = '', third = '', ...rest] = cells;
  console.log(
    [`  ${first.padEnd(46)}`, second.padStart(8), `  ${third.padEnd(20)}`, ...rest].join(' ').trimEnd(),
  );
};

/** The median of the rounds, and from the least to the most of them. */
export function report({ name, title, ratios }: Case, figures: Figures): void {
  console.log(`\n${title} (bytes:${name})`);
  line('', 'MiB/s', 'spread');
  for (const [contestant, values] of figures) line(contestant, median(values).toFixed(0), spread(values, 0));
  line('', 'ratio', 'spread', 'wanted');
  for (const { of, to, wanted } of ratios) {
    const theirs = figures.get(to);
    if (theirs === undefined) continue;
    const each = (figures.get(of) ?? []).map((value, round) => value / (theirs[round] ?? Infinity));
    const verdict = median(each) >= wanted ? 'reached' : 'MISSED';
    line(`${of} / ${to}`, median(each).toFixed(2), spread(each, 2), `≥ ${wanted.toFixed(2)} ${verdict}`);
  }
}

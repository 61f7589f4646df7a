interface Listed {
  readonly type: string;
  readonly time: string;
  readonly source: string;
}

/** One line for each event; the same one several times in a row is one line with a count. */
export function foldRepeats(events: readonly Listed[]): string[] {
  const runs: { event: Listed; count: number }[] = [];
  for (const event of events) {
    const last = runs.at(-1);
    if (last?.event.type === event.type) last.count += 1;
    else runs.push({ event, count: 1 });
  }
  return runs.map(({ event, count }) => describe(event, count));
}

function describe({ type, time, source }: Listed, count: number): string {
  const name = type.replace(/^waybill\./, '');
  return `${time}  ${name.padEnd(24)}${source.replace(/^\/waybill\//, '')}${count > 1 ? ` × ${String(count)}` : ''}`;
}

/** Whether `expected` comes in this order, other things in between. */
export function isSubsequence(expected: readonly string[], seen: readonly string[]): boolean {
  let next = 0;
  for (const name of seen) if (name === expected[next]) next += 1;
  return next === expected.length;
}

import { expect } from '@jest/globals';

/** Figures that are answered as whole numbers, of which the exact ones are fractions. */
const WHOLE = new Set([
  'avg_download_speed_kbps',
  'avg_speed_kbps',
  'download_speed_kbps',
  'avg_download_time_seconds',
  'averageSpeed',
  'totalTime',
  'speed',
]);
/** And those answered to one decimal. */
const TENTHS = new Set(['percentage']);

/** Says that an answer has what was recomputed; what it says besides (versions, names) is not looked at. */
export function expectSame(actual: unknown, expected: unknown, path = ''): void {
  if (typeof expected === 'number') {
    expectNumber(actual, expected, path);
    return;
  }
  if (Array.isArray(expected)) {
    expectList(actual, expected, path);
    return;
  }
  if (typeof expected === 'object' && expected !== null) {
    for (const [name, value] of Object.entries(expected))
      expectSame((actual as Record<string, unknown>)[name], value, `${path}.${name}`);
    return;
  }
  expect([path, actual]).toEqual([path, expected]);
}

function expectList(actual: unknown, expected: readonly unknown[], path: string): void {
  expect([path, (actual as unknown[]).length]).toEqual([path, expected.length]);
  for (const [index, value] of expected.entries())
    expectSame((actual as unknown[])[index], value, `${path}[${String(index)}]`);
}

function expectNumber(actual: unknown, expected: number, path: string): void {
  const name = path.slice(path.lastIndexOf('.') + 1);
  const rounding = WHOLE.has(name) ? 0.5 + Math.abs(expected) * 1e-5 : TENTHS.has(name) ? 0.05 : 0;
  const allowed = rounding + Math.max(1, Math.abs(expected)) * 1e-9;
  if (typeof actual !== 'number' || Math.abs(actual - expected) > allowed)
    expect([path, actual]).toEqual([path, expected]);
}

export const KIB = 1024;
export const MIB = 1024 * KIB;
export const GIB = 1024 * MIB;

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

/**
 * A size in words: powers of 1024, rounded half up to two decimals, trailing zeros dropped: `25.5 GB`, `0 B`
 * (DESIGN.md, section 4). Rounds on integers, so that 1.005 GB never becomes 1 GB by a float's error.
 */
export function formatBytes(bytes: number): string {
  let unit = 0;
  let size = 1n;
  const total = BigInt(bytes);
  while (unit < UNITS.length - 1 && total >= size * 1024n) {
    size *= 1024n;
    unit += 1;
  }
  let hundredths = (total * 200n + size) / (size * 2n);
  // 1023.995 KB and more would read "1024 KB": it is the next unit's 1.
  if (hundredths >= 102_400n && unit < UNITS.length - 1) {
    hundredths = 100n;
    unit += 1;
  }
  const decimals = (hundredths % 100n).toString().padStart(2, '0').replace(/0+$/, '');
  return `${hundredths / 100n}${decimals && `.${decimals}`} ${UNITS[unit]}`;
}

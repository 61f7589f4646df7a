/** Whole per cent, rounded half up, on integers: 27395133440 of 53687091200 is 51 (offline edition, 2.1). */
export function percentOf(part: number, whole: number): number {
  return Number((BigInt(part) * 200n + BigInt(whole)) / (BigInt(whole) * 2n));
}

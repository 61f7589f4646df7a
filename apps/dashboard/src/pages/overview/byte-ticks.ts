const STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500] as const;
const MOST_TICKS = 5;

/** Whole kilobytes, megabytes or gigabytes up to the highest value: 0, 20 MB, 40 MB … */
export function byteTicks(highest: number): number[] {
  const unit = highest < 1024 ? 1 : 1024 ** Math.floor(Math.log2(highest) / 10);
  const step = unit * (STEPS.find((one) => highest / (one * unit) <= MOST_TICKS - 1) ?? 500);
  const count = Math.max(1, Math.ceil(highest / step));
  return Array.from({ length: count + 1 }, (_, index) => index * step);
}

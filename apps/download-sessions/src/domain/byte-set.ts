/** A half-open interval of a file's bytes: `start` is in, `end` is not. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** An immutable set of bytes, kept as sorted intervals that neither overlap nor touch. */
export class ByteSet {
  static readonly empty = new ByteSet([]);

  private constructor(readonly ranges: readonly ByteRange[]) {}

  /** Any ranges, in any order; those without a byte are dropped. */
  static of(ranges: readonly ByteRange[]): ByteSet {
    const sorted = ranges.filter(({ start, end }) => start < end).sort((a, b) => a.start - b.start);
    const merged: ByteRange[] = [];
    for (const range of sorted) {
      const last = merged.at(-1);
      if (last === undefined || range.start > last.end) merged.push(range);
      else if (range.end > last.end) merged[merged.length - 1] = { start: last.start, end: range.end };
    }
    return new ByteSet(merged);
  }

  /** The first `count` bytes. */
  static upTo(count: number): ByteSet {
    return ByteSet.of([{ start: 0, end: count }]);
  }

  /** How many bytes are in. */
  get length(): number {
    return this.ranges.reduce((sum, { start, end }) => sum + end - start, 0);
  }

  get isEmpty(): boolean {
    return this.ranges.length === 0;
  }

  union(other: ByteSet): ByteSet {
    if (other.isEmpty) return this;
    return ByteSet.of([...this.ranges, ...other.ranges]);
  }

  subtract(other: ByteSet): ByteSet {
    let first = 0;
    const left = this.ranges.flatMap((range) => {
      while ((other.ranges[first]?.end ?? Infinity) <= range.start) first += 1;
      return cutAway(range, other.ranges, first);
    });
    return ByteSet.of(left);
  }

  intersect(other: ByteSet): ByteSet {
    return this.subtract(this.subtract(other));
  }

  equals(other: ByteSet): boolean {
    if (this.ranges.length !== other.ranges.length) return false;
    return this.ranges.every((range, index) => isSame(range, other.ranges[index]));
  }
}

function isSame(range: ByteRange, other: ByteRange | undefined): boolean {
  return range.start === other?.start && range.end === other.end;
}

/** What is left of `range` without `holes`, which are sorted and do not overlap; those before `first` do not reach it. */
function cutAway(range: ByteRange, holes: readonly ByteRange[], first: number): ByteRange[] {
  const left: ByteRange[] = [];
  let from = range.start;
  for (let index = first; index < holes.length; index += 1) {
    const hole = holes[index];
    if (hole === undefined || hole.start >= range.end) break;
    left.push({ start: from, end: hole.start });
    from = hole.end;
  }
  left.push({ start: from, end: range.end });
  return left;
}

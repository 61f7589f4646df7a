import { type Piece, pieceLength, type Slice } from '@waybill/http-range';

/** The file's ranges that a body carries, in the body's order. */
export function plannedSlices(pieces: readonly Piece[]): readonly Slice[] {
  return pieces.filter((piece) => piece.kind === 'slice').map(({ start, end }) => ({ start, end }));
}

/** How many of the file's bytes are among the first `bodyBytes` of the body: the text between parts is none. */
export function fileBytesWithin(pieces: readonly Piece[], bodyBytes: number): number {
  let rest = bodyBytes;
  let count = 0;
  for (const piece of pieces) {
    const taken = Math.min(rest, pieceLength(piece));
    if (piece.kind === 'slice') count += taken;
    rest -= taken;
  }
  return count;
}

/** The file's ranges that hold the planned bytes number `from` up to `to`, counted in the body's order. */
export function slicesBetween(planned: readonly Slice[], from: number, to: number): readonly Slice[] {
  const found: Slice[] = [];
  let passed = 0;
  for (const { start, end } of planned) {
    const first = Math.max(0, from - passed);
    const last = Math.min(end - start, to - passed);
    if (first < last) found.push({ start: start + first, end: start + last });
    passed += end - start;
  }
  return found;
}

export function totalLength(slices: readonly Slice[]): number {
  return slices.reduce((sum, { start, end }) => sum + end - start, 0);
}

/** The union: sorted, without overlaps, neighbours joined. */
export function unionOf(slices: readonly Slice[]): readonly Slice[] {
  const union: Slice[] = [];
  for (const slice of slices.toSorted((a, b) => a.start - b.start)) {
    const last = union.at(-1);
    if (last === undefined || slice.start > last.end) union.push(slice);
    else union[union.length - 1] = { start: last.start, end: Math.max(last.end, slice.end) };
  }
  return union;
}

import type { Piece, Representation } from './representation.js';
import type { Slice } from './resolve-range.js';

export interface MultipartBody {
  readonly mediaType: string;
  readonly body: readonly Piece[];
  readonly length: number;
}

/** A `multipart/byteranges` body (RFC 9110, 14.6; delimiters by RFC 2046, 5.1.1) with its exact length in bytes. */
export function multipart(
  { size, mediaType }: Representation,
  slices: readonly Slice[],
  boundary: string,
): MultipartBody {
  const parts = slices.flatMap((slice, index): readonly Piece[] => [
    { kind: 'text', text: `${index === 0 ? '' : '\r\n'}${head(slice, size, mediaType, boundary)}` },
    { kind: 'slice', ...slice },
  ]);
  const body: readonly Piece[] = [...parts, { kind: 'text', text: `\r\n--${boundary}--\r\n` }];
  return { mediaType: `multipart/byteranges; boundary=${boundary}`, body, length: lengthOf(body) };
}

function head(slice: Slice, size: number, mediaType: string, boundary: string): string {
  return [
    `--${boundary}`,
    `Content-Type: ${mediaType}`,
    `Content-Range: bytes ${slice.start}-${slice.end - 1}/${size}`,
    '\r\n',
  ].join('\r\n');
}

/** Length of a body in bytes. */
export function lengthOf(body: readonly Piece[]): number {
  return body.reduce((sum, piece) => sum + pieceLength(piece), 0);
}

export function pieceLength(piece: Piece): number {
  return piece.kind === 'slice' ? piece.end - piece.start : Buffer.byteLength(piece.text, 'latin1');
}

import type { RawAnswer } from './raw-client.js';

/** A part of the file as an answer carries it; `end` is not in it. */
export interface Part {
  readonly start: number;
  readonly end: number;
  readonly size: number;
  readonly bytes: Buffer;
}

export const statusOf = ({ head }: RawAnswer): number => Number(head.slice(9, 12));

/** The values of a field, one for each of its lines. */
export function fieldsOf({ head }: RawAnswer, name: string): readonly string[] {
  const lines = head.split('\r\n').slice(1);
  return lines.flatMap((line) => {
    const colon = line.indexOf(':');
    return line.slice(0, colon).toLowerCase() === name ? [line.slice(colon + 1).trim()] : [];
  });
}

export const fieldOf = (answer: RawAnswer, name: string): string | undefined => fieldsOf(answer, name)[0];

/** The parts of a 206, read byte by byte as a client would (RFC 9110, 14.6; RFC 2046, 5.1.1). */
export function partsOf(answer: RawAnswer): readonly Part[] {
  const type = fieldOf(answer, 'content-type') ?? '';
  const boundary = /^multipart\/byteranges; boundary=([0-9A-Za-z]{1,70})$/.exec(type)?.[1];
  if (boundary !== undefined) return readMultipart(answer.body, boundary);
  return [partOf(fieldOf(answer, 'content-range'), answer.body)];
}

function readMultipart(body: Buffer, boundary: string): readonly Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (;;) {
    at = expectText(body, at, `${parts.length === 0 ? '' : '\r\n'}--${boundary}`);
    if (body.subarray(at).equals(Buffer.from('--\r\n'))) return parts;
    const headEnd = body.indexOf('\r\n\r\n', at);
    const range = /\r\nContent-Range: ([^\r]*)/i.exec(body.subarray(at, headEnd).toString('latin1'))?.[1];
    const part = partOf(range, body.subarray(headEnd + 4));
    parts.push(part);
    at = headEnd + 4 + part.bytes.length;
  }
}

function expectText(body: Buffer, at: number, text: string): number {
  const found = body.subarray(at, at + text.length).toString('latin1');
  if (found !== text)
    throw new Error(`${JSON.stringify(found)} at ${at}, where ${JSON.stringify(text)} belongs`);
  return at + text.length;
}

function partOf(contentRange: string | undefined, bytes: Buffer): Part {
  const [, first, last, size] = /^bytes ([0-9]+)-([0-9]+)\/([0-9]+)$/.exec(contentRange ?? '') ?? [];
  if (first === undefined) throw new Error(`${String(contentRange)} is no Content-Range of a part`);
  const [start, end] = [Number(first), Number(last) + 1];
  return { start, end, size: Number(size), bytes: bytes.subarray(0, end - start) };
}

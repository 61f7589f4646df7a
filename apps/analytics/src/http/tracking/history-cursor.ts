import type { HistoryPlace } from '../../application/figure-queries.js';

const CURSOR = /^(\d{1,13})\.([\w.:@|-]{1,255})$/;

/** The place as text, for clients to hand back and not to read. */
export function writeCursor({ begunAt, downloadId }: HistoryPlace): string {
  return Buffer.from(`${String(begunAt.getTime())}.${downloadId}`).toString('base64url');
}

export function isCursor(value: unknown): boolean {
  return typeof value === 'string' && CURSOR.test(decoded(value));
}

export function readCursor(cursor: string): HistoryPlace {
  const [, time = '', downloadId = ''] = CURSOR.exec(decoded(cursor)) ?? [];
  return { begunAt: new Date(Number(time)), downloadId };
}

function decoded(cursor: string): string {
  return Buffer.from(cursor, 'base64url').toString();
}

import type { EntityManager } from 'typeorm';

/**
 * The rows of a statement. TypeORM answers rows for SELECT and INSERT, but a pair of rows and their count where the
 * statement ends in UPDATE or DELETE.
 */
export async function rowsOf<R>(
  manager: EntityManager,
  sql: string,
  parameters: unknown[] = [],
): Promise<R[]> {
  const answer: unknown = await manager.query(sql, parameters);
  if (isPair(answer)) return answer[0] as R[];
  return answer as R[];
}

/** Nobody has erased the person of parameter `user` at the time of parameter `at` or later: older news brings nobody back. */
export function isNotErasedSince(user: string, at: string): string {
  return `NOT EXISTS (SELECT FROM erased_people
    WHERE digest = encode(sha256(convert_to(${user}, 'UTF8')), 'hex') AND erased_at >= ${at})`;
}

/** How many rows an UPDATE or DELETE touched. */
export async function countOf(
  manager: EntityManager,
  sql: string,
  parameters: unknown[] = [],
): Promise<number> {
  const answer: unknown = await manager.query(sql, parameters);
  if (!isPair(answer)) throw new TypeError('Not an UPDATE or DELETE');
  return answer[1];
}

function isPair(answer: unknown): answer is [unknown[], number] {
  return (
    Array.isArray(answer) && answer.length === 2 && Array.isArray(answer[0]) && typeof answer[1] === 'number'
  );
}

import { createHash } from 'node:crypto';

/** What is kept of an erased person's id. */
export function digestOf(userId: string): string {
  return createHash('sha256').update(userId).digest('hex');
}

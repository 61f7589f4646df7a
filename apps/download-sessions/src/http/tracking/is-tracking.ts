import { hasField } from '../start-edition.js';

/** The body of a start tells whose it is: `file_id` is tracking's, unless it names a `content_id` (DESIGN.md, section 9). */
export function isTracking(body: unknown): boolean {
  return hasField(body, 'file_id') && !hasField(body, 'content_id');
}

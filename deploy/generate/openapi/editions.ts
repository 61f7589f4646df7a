/** One published HTTP contract; its name is the tag of its controllers. */
export interface Edition {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** How it writes an error; `code` is the same in all of them. */
  readonly error: object;
  readonly errorType: 'application/json' | 'application/problem+json';
}

const text = { type: 'string' } as const;
const object = (properties: Record<string, object>, required = Object.keys(properties)) => ({
  type: 'object',
  properties,
  required,
});
const details = {
  type: 'object',
  description: 'what the code is about',
  additionalProperties: true,
} as const;

export const EDITIONS: readonly Edition[] = [
  {
    name: 'tasks',
    title: 'Download tasks',
    description:
      'Create, start, pause, resume, retry; progress, batches, statistics. Messages are Chinese by default.',
    errorType: 'application/json',
    error: object({
      success: { const: false },
      error: object({ code: text, message: text, details }, ['code', 'message']),
    }),
  },
  {
    name: 'offline',
    title: 'Offline viewing and storage',
    description: 'Downloads that are kept for a while, and the room they take. Bytes are decimal strings.',
    errorType: 'application/json',
    error: object({ success: { const: false }, message: text, code: text }),
  },
  {
    name: 'store',
    title: 'Paid assets',
    description: 'Links to what was bought, limited by the hour; history and figures of the shop.',
    errorType: 'application/json',
    error: object({ statusCode: { type: 'integer' }, message: text, error: text, code: text }),
  },
  {
    name: 'tracking',
    title: 'Tracking and analytics',
    description: 'Downloads that clients report themselves, and the figures of all downloads.',
    errorType: 'application/json',
    error: object({ detail: text, code: text }),
  },
  {
    name: 'files',
    title: 'Files',
    description: 'Bytes by HTTP ranges (RFC 9110).',
    errorType: 'application/json',
    error: object({ detail: text, code: text }),
  },
  {
    name: 'waybill',
    title: 'Catalogue, orders, operations',
    description: 'What the editions leave out and the system needs. Errors are RFC 9457 problem details.',
    errorType: 'application/problem+json',
    error: object({ type: text, title: text, status: { type: 'integer' }, detail: text, code: text }, [
      'title',
      'status',
      'code',
    ]),
  },
];

import type { Grant } from './grants.js';

export type CarrierKind = 'ticket' | 'presigned-url';

/** Puts a grant into a URL that opens exactly its file until it expires (DESIGN.md, section 5). */
export abstract class GrantCarrier {
  abstract kindOf(grant: Grant): CarrierKind;
  abstract carry(grant: Grant): Promise<string>;
}

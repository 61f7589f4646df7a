// RFC 9110, 8.8.3: entity-tag = [ "W/" ] DQUOTE *etagc DQUOTE; etagc = %x21 / %x23-7E / obs-text. "W/" is case-sensitive.
const TAG = /[ \t]*(W\/)?("[\x21\x23-\x7e\x80-\xff]*")[ \t]*(?:,|$)/y;
const EMPTY = /[ \t]*,/y;

interface EntityTag {
  readonly weak: boolean;
  readonly opaque: string;
}

/**
 * The tags of `#entity-tag` up to the first thing that is none; a comma inside the quotes belongs to the tag, and
 * empty elements are passed over (RFC 9110, 5.6.1.2).
 */
function readTags(list: string): readonly EntityTag[] {
  const tags: EntityTag[] = [];
  let at = 0;
  while (at < list.length) {
    EMPTY.lastIndex = at;
    if (EMPTY.test(list)) {
      at = EMPTY.lastIndex;
      continue;
    }
    TAG.lastIndex = at;
    const match = TAG.exec(list);
    if (match === null) break;
    tags.push({ weak: match[1] !== undefined, opaque: match[2] ?? '' });
    at = TAG.lastIndex;
  }
  return tags;
}

const isAny = (list: string) => list.trim() === '*';

/** If-Match (13.1.1): `*`, or one of the tags is ours by the strong comparison (8.8.3.2). `etag` is strong. */
export function matchesStrongly(list: string, etag: string): boolean {
  return isAny(list) || readTags(list).some((tag) => !tag.weak && tag.opaque === etag);
}

/** If-None-Match (13.1.2): `*`, or one of the tags is ours by the weak comparison (8.8.3.2). */
export function matchesWeakly(list: string, etag: string): boolean {
  return isAny(list) || readTags(list).some((tag) => tag.opaque === etag);
}

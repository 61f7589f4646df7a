/**
 * RFC 6266, section 4.3: `filename` for everybody, in ASCII; `filename*` (RFC 8187) beside it where that lost something.
 */
export function attachment(fileName: string): string {
  const plain = fileName
    .replaceAll(/[^\x20-\x7e]/gu, '_')
    .replaceAll(/["\\]/g, '_')
    .replaceAll('%', '_');
  const simple = `attachment; filename="${plain}"`;
  return plain === fileName ? simple : `${simple}; filename*=UTF-8''${encoded(fileName)}`;
}

/** RFC 8187, section 3.2.1: everything but attr-char is percent-encoded. */
function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replaceAll(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

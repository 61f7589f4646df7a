// RFC 8187, 3.2.1: attr-char; everything else is percent-encoded.
const NOT_ATTR_CHAR = /[^A-Za-z0-9!#$&+.^_`|~-]/gu;
// What a quoted-string of ASCII can carry as it is (RFC 9110, 5.6.4), without "%", which some clients decode there.
const PLAIN = /^[\x20-\x24\x26-\x7e]*$/;

// No file system wants them, and no client may be asked to take them out of `filename*` (RFC 6266, 4.3).
const CONTROLS = /\p{Cc}/gu;

/**
 * RFC 6266: `filename` quoted, as the files edition writes it, and for names that this cannot carry also `filename*`
 * (RFC 8187), which clients that know it prefer.
 */
export function contentDisposition(fileName: string, type: 'attachment' | 'inline'): string {
  const wellFormed = fileName.toWellFormed().replaceAll(CONTROLS, '_');
  const fallback = quote(
    Array.from(wellFormed, (character) => (PLAIN.test(character) ? character : '_')).join(''),
  );
  const plain = `${type}; filename=${fallback}`;
  return PLAIN.test(wellFormed) ? plain : `${plain}; filename*=UTF-8''${encode(wellFormed)}`;
}

function quote(text: string): string {
  return `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}

function encode(text: string): string {
  return text.replaceAll(NOT_ATTR_CHAR, percent);
}

function percent(character: string): string {
  return [...Buffer.from(character, 'utf8')]
    .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
    .join('');
}

const MAX_CHARACTERS = 255;
const FALLBACK = 'file';
/** C0 and C1 controls, line and paragraph separators, and the marks that turn the reading direction round. */
const INVISIBLE = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/**
 * A name that is safe to hand to anybody: the last segment of a path, without what cannot be seen, never a dot name,
 * 255 characters at most (the extension stays). Well-formed Unicode, NFC.
 */
export function sanitiseFileName(wanted: string): string {
  const segment = wanted.toWellFormed().normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const visible = segment.replaceAll(INVISIBLE, '').trim();
  return /^\.*$/.test(visible) ? FALLBACK : shorten(visible);
}

function shorten(name: string): string {
  const characters = Array.from(name);
  if (characters.length <= MAX_CHARACTERS) return name;
  const extension = Array.from(/\.[^.]{1,16}$/u.exec(name)?.[0] ?? '');
  return [...characters.slice(0, MAX_CHARACTERS - extension.length), ...extension].join('');
}

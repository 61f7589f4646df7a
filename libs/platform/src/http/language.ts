import type { IncomingHttpHeaders } from 'node:http';

export const LANGUAGES = ['zh', 'en', 'fr', 'ru'] as const;
export type Language = (typeof LANGUAGES)[number];

/**
 * The language to answer in: the one of ours that `Accept-Language` likes best, else the edition's own (DESIGN.md,
 * section 9). `*` and languages we do not speak leave it at the edition's own.
 */
export function language(request: { readonly headers: IncomingHttpHeaders }, own: Language = 'en'): Language {
  const ranges = (request.headers['accept-language'] ?? '').split(',').map(readRange);
  const wanted = ranges.filter(({ weight }) => weight > 0).sort((a, b) => b.weight - a.weight);
  for (const { tag } of wanted) {
    if (tag === '*') return own;
    const spoken = LANGUAGES.find((known) => tag === known || tag.startsWith(`${known}-`));
    if (spoken !== undefined) return spoken;
  }
  return own;
}

/** RFC 9110, section 12.5.4: `language-range [ weight ]`; a weight that cannot be read counts as 0. */
function readRange(text: string): { tag: string; weight: number } {
  const [tag = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
  const weight =
    quality === undefined ? 1 : /^(0(\.\d{0,3})?|1(\.0{0,3})?)$/.test(quality) ? Number(quality) : 0;
  return { tag, weight: tag === '' ? 0 : weight };
}

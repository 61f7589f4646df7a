/** What caches may do with an answer that was given to a bearer token, whatever is configured for links. */
const OF_CALLER = 'private, no-cache, no-transform';
const AGE = /^(?:max-age|s-maxage)=([0-9]+)$/i;

/** The header field's value, for a link that is good for so many seconds; null where a token opened. */
export type CachePolicy = (secondsLeft: number | null) => string;

/**
 * Cache-Control of the bytes. A link is its own key, and a copy of what it showed lives no longer than the link itself: its end
 * is said by Expires, and an age that would go past it is left out (RFC 9111, 5.3: an age would go before). Without a link a
 * shared cache must never answer for the token (RFC 9111, 3.5).
 */
export function cachePolicy(configured: string): CachePolicy {
  const directives = configured.split(',').map((directive) => {
    const text = directive.trim();
    return { text, age: Number(AGE.exec(text)?.[1] ?? 0) };
  });
  return (secondsLeft) =>
    secondsLeft === null
      ? OF_CALLER
      : directives.flatMap(({ text, age }) => (age <= secondsLeft ? [text] : [])).join(', ');
}

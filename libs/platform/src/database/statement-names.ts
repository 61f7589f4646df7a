/** Statements that were seen once; lists whose length is in the text bring ever new ones. */
const MOST_SEEN = 1_000;
/** A connection keeps the plan of each in its memory. */
const MOST_NAMED = 300;

/** Names for the statements that come again, so that PostgreSQL reads and plans each once per connection. */
export class StatementNames {
  readonly #names = new Map<string, string>();
  readonly #seen = new Set<string>();

  /** Undefined for one that nobody repeated so far. */
  nameOf(text: string): string | undefined {
    const known = this.#names.get(text);
    if (known !== undefined || this.#names.size >= MOST_NAMED) return known;
    if (this.#seen.delete(text)) return this.#name(text);
    if (this.#seen.size >= MOST_SEEN) this.#seen.clear();
    this.#seen.add(text);
    return undefined;
  }

  #name(text: string): string {
    const name = `waybill_${this.#names.size}`;
    this.#names.set(text, name);
    return name;
  }
}

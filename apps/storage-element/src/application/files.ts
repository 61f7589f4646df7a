import type { StoredFile } from '../domain/stored-file.js';

/** What became of an attempt to add a file: `known` is the same bytes under the same id. */
export type AddOutcome =
  | { readonly kind: 'added'; readonly file: StoredFile }
  | { readonly kind: 'known'; readonly file: StoredFile }
  | { readonly kind: 'taken' };

/** The catalogue of stored files. */
export abstract class Files {
  /** Undefined where there is none, or it was removed or found damaged. */
  abstract find(id: string): Promise<StoredFile | undefined>;

  /**
   * Adds it with its event; the same bytes bring a removed one back and mend a damaged one. `keep` gives the bytes their
   * place, only where it is added; no other `keep` or `takeAway` of that id comes between it and the end of `add`.
   */
  abstract add(file: StoredFile, keep: () => Promise<void>): Promise<AddOutcome>;

  /** Removes it with its event; false where there is none. `takeAway` is to `remove` what `keep` is to `add`. */
  abstract remove(id: string, at: Date, takeAway: (file: StoredFile) => Promise<void>): Promise<boolean>;

  /** Where the bytes of those of these that were not removed are. */
  abstract locations(ids: readonly string[]): Promise<ReadonlySet<string>>;

  /**
   * Takes away bytes that no file leads to; false where one does. `takeAway` is to it what it is to `remove`: an `add` of that id that is
   * under way is waited for, and its file is seen.
   */
  abstract clear(id: string, location: string, takeAway: () => Promise<void>): Promise<boolean>;

  /** Those whose bytes were last looked at before a time, the longest ago first. */
  abstract due(before: Date, limit: number): Promise<readonly StoredFile[]>;

  abstract markChecked(id: string, at: Date): Promise<void>;

  /** Takes it out of service with its event; null where the bytes are missing. False where somebody did so before. */
  abstract markDamaged(file: StoredFile, foundSha256: string | null, at: Date): Promise<boolean>;
}

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

  /** Adds it with its event; the same bytes bring a removed one back and mend a damaged one. */
  abstract add(file: StoredFile): Promise<AddOutcome>;

  /** Removes it with its event; gives what it was, undefined where there is none. */
  abstract remove(id: string, at: Date): Promise<StoredFile | undefined>;

  /** Those whose bytes were last looked at before a time, the longest ago first. */
  abstract due(before: Date, limit: number): Promise<readonly StoredFile[]>;

  abstract markChecked(id: string, at: Date): Promise<void>;

  /** Takes it out of service with its event; null where the bytes are missing. False where somebody did so before. */
  abstract markDamaged(file: StoredFile, foundSha256: string | null, at: Date): Promise<boolean>;
}

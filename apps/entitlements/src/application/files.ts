import type { StoredFile } from '../domain/asset.js';

export interface KnownFile extends StoredFile {
  readonly storedAt: Date;
}

/** What entitlements knows of stored files, built from their events. */
export abstract class Files {
  /** Those that are stored, of the ids asked for. */
  abstract stored(fileIds: readonly string[]): Promise<readonly KnownFile[]>;

  /** Keeps them; an older word than that of a removal is ignored. */
  abstract keep(files: readonly KnownFile[]): Promise<void>;

  abstract remove(fileId: string, removedAt: Date): Promise<void>;

  /** True only where the removal is known. */
  abstract isRemoved(fileId: string): Promise<boolean>;
}

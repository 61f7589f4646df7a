import type { Readable } from 'node:stream';

/** Where archived history lies: files under names like `events/2026-03-10/1.ndjson.gz`. */
export abstract class ArchiveStorage {
  /** Whole or not at all; what was there under the name is replaced. */
  abstract write(name: string, content: Readable): Promise<void>;
  abstract read(name: string): Promise<Readable>;
  /** Names that begin with the prefix, sorted. */
  abstract list(prefix: string): Promise<string[]>;
}

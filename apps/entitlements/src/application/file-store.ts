import type { Caller } from '@waybill/platform';
import type { KnownFile } from './files.js';

/** The storage element, asked about files whose event has not come yet. */
export abstract class FileStore {
  /** null where it has no such file */
  abstract find(fileId: string, actingFor: Caller): Promise<KnownFile | null>;
}

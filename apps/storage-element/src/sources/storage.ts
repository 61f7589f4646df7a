import type { UploadArea } from '../application/upload-area.js';
import type { ByteStore } from './byte-store.js';

/** Where files are, and the way past the element to it. */
export interface Storage {
  readonly store: ByteStore;
  readonly area: UploadArea;
}

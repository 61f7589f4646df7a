import type { DirectUpload, UploadPart } from '../domain/direct-upload.js';
import type { ArrivedBytes } from '../sources/byte-store.js';

/** Where a client puts one part, by one PUT. */
export interface UploadTarget extends UploadPart {
  readonly url: string;
}

/** Where clients put bytes into the storage themselves. Nothing in it is ever served. */
export abstract class UploadArea {
  /** Makes room; gives the storage's id of an upload by parts, null where one request is enough. DIRECT_UPLOAD_UNSUPPORTED where there is no such way. */
  abstract begin(upload: Pick<DirectUpload, 'id' | 'size' | 'partSize'>): Promise<string | null>;

  /** Where to put what has not arrived yet. */
  abstract targets(upload: DirectUpload, now: Date): Promise<readonly UploadTarget[]>;

  /**
   * Reads what arrived again and gives a copy if it is what was promised; what arrived stays until it is discarded. Throws UPLOAD_INCOMPLETE where something is missing
   * still, SIZE_MISMATCH or DIGEST_MISMATCH where it is something else.
   */
  abstract take(upload: DirectUpload, signal: AbortSignal): Promise<ArrivedBytes>;

  /** Takes away whatever is there. */
  abstract discard(upload: Pick<DirectUpload, 'id' | 'multipartId'>): Promise<void>;
}

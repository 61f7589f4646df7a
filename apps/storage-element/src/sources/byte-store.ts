import type { HeldBytes } from '../domain/held-bytes.js';
import type { StoredFile } from '../domain/stored-file.js';
import type { OpenBytes } from './open-bytes.js';

/** Bytes that have arrived whole, but have no name yet. They are durable when they are kept. */
export interface ArrivedBytes {
  /** The place they get. */
  readonly location: string;
  readonly size: number;
  readonly sha256: string;
  /** Gives them their place; from then on they can be opened. */
  keep(): Promise<void>;
  /** Forgets them. Safe after `keep`. */
  discard(): Promise<void>;
  /** After `keep`, where nobody will know of them after all. */
  takeBack(): Promise<void>;
}

/** Where the bytes of files live. */
export abstract class ByteStore {
  /** The largest body that `receive` can take. */
  abstract readonly largestBody: number;

  /**
   * Takes a body in, digesting it on the way. Rejects with what the body rejects with, or with PAYLOAD_TOO_LARGE past
   * `limit` bytes; nothing is left behind then.
   */
  abstract receive(id: string, body: AsyncIterable<Buffer>, limit: number): Promise<ArrivedBytes>;

  /**
   * Opens stored bytes. Refuses with FILE_NOT_AVAILABLE where they are missing or have another length, FORBIDDEN where
   * the location leads outside or to anything but a regular file, NETWORK_ERROR where nobody answers.
   */
  abstract open(file: StoredFile): Promise<OpenBytes>;

  /** What `open` would give, where it is open already and nothing has to be waited for. */
  abstract peek(file: StoredFile): OpenBytes | undefined;

  /** Takes the bytes away; bodies that are being sent go on. */
  abstract remove(location: string): Promise<void>;

  /** All that lies under names of ours, in no order; what arrives or leaves meanwhile may or may not be among it. */
  abstract inventory(): AsyncIterable<HeldBytes>;

  /** Whether bytes lie there now. */
  abstract holds(location: string): Promise<boolean>;

  /** Makes the store ready: its folders, and no leftovers of uploads that died. */
  abstract prepare(): Promise<void>;

  /** Rejects where bytes cannot be stored and read just now. */
  abstract check(): Promise<void>;
}

import type { DirectUpload, UploadRefusal } from '../domain/direct-upload.js';

/** The uploads past the element that were asked for. */
export abstract class DirectUploads {
  abstract add(upload: DirectUpload): Promise<void>;

  abstract find(fileId: string, id: string): Promise<DirectUpload | undefined>;

  /** Makes an open one, or one whose verifier has died, ours to verify for a while; undefined where somebody else has it, or it has ended. */
  abstract claim(id: string, leaseMs: number): Promise<DirectUpload | undefined>;

  abstract renew(id: string, leaseMs: number): Promise<void>;

  /** Something is missing still: takes bytes again. */
  abstract reopen(id: string): Promise<void>;

  abstract end(id: string, refusal: UploadRefusal | null, at: Date): Promise<void>;

  /** Removes an open one; false where it is not. */
  abstract remove(id: string): Promise<boolean>;

  /** Open ones that nobody completed in time. */
  abstract abandoned(now: Date): Promise<readonly DirectUpload[]>;

  /** Those whose verifier has died. */
  abstract unfinished(): Promise<readonly DirectUpload[]>;

  /** Forgets those that ended before a time; gives how many. */
  abstract prune(before: Date): Promise<number>;
}

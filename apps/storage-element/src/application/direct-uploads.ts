import type { DirectUpload, UploadRefusal } from '../domain/direct-upload.js';

/** The uploads past the element that were asked for. */
export abstract class DirectUploads {
  abstract add(upload: DirectUpload): Promise<void>;

  /** One that was dropped is not found any more. */
  abstract find(fileId: string, id: string): Promise<DirectUpload | undefined>;

  /** Makes an open one, or one whose verifier has died, ours to verify for a while; undefined where somebody else has it, or it has ended. */
  abstract claim(id: string, leaseMs: number): Promise<DirectUpload | undefined>;

  abstract renew(id: string, leaseMs: number): Promise<void>;

  /** Something is missing still: takes bytes again. */
  abstract reopen(id: string): Promise<void>;

  abstract end(id: string, refusal: UploadRefusal | null, at: Date): Promise<void>;

  /** Gives an open one up; false where it is not open. */
  abstract drop(id: string, at: Date): Promise<boolean>;

  /** Those whose links have expired, and that nobody completed or that ended before a time. */
  abstract outlived(now: Date, endedBefore: Date): Promise<readonly DirectUpload[]>;

  /** Which of these there are, whatever became of them. */
  abstract known(ids: readonly string[]): Promise<ReadonlySet<string>>;

  abstract forget(id: string): Promise<void>;

  /** Those whose verifier has died. */
  abstract unfinished(): Promise<readonly DirectUpload[]>;
}

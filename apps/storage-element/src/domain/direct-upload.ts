/** What a client said it will put into the storage itself, past the element. */
export interface UploadPromise {
  readonly fileId: string;
  readonly fileName: string;
  readonly mediaType: string;
  readonly size: number;
  /** 64 hexadecimal digits. */
  readonly sha256: string;
}

/** `open` takes bytes; `verifying` reads them again; `stored` and `refused` are the end. */
export type UploadState = 'open' | 'verifying' | 'stored' | 'refused';

export interface DirectUpload extends UploadPromise {
  readonly id: string;
  readonly partSize: number;
  /** The storage's own id of an upload by parts; null where one request takes it all. */
  readonly multipartId: string | null;
  readonly state: UploadState;
  /** Why it was refused. */
  readonly refusal: UploadRefusal | null;
  readonly expiresAt: Date;
}

export interface UploadRefusal {
  readonly code: string;
  readonly message: string;
}

/** Numbered from 1; `end` is exclusive. */
export interface UploadPart {
  readonly number: number;
  readonly start: number;
  readonly end: number;
}

/** So that one answer can list them all. */
const MAX_PARTS = 1_000;

/** The usual size, or a larger one where that would make too many parts. */
export function partSizeFor(size: number, usual: number): number {
  return Math.max(usual, Math.ceil(size / MAX_PARTS));
}

export function partsOf({ size, partSize }: Pick<DirectUpload, 'size' | 'partSize'>): readonly UploadPart[] {
  return Array.from({ length: Math.ceil(size / partSize) }, (_, index) => ({
    number: index + 1,
    start: index * partSize,
    end: Math.min((index + 1) * partSize, size),
  }));
}

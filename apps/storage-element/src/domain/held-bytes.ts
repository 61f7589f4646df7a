/** Bytes that lie in the storage under a name of ours, whether anybody knows of them or not. */
export interface HeldBytes {
  /** A file's, or those of an upload past the element. */
  readonly kind: 'file' | 'upload';
  /** Of that file or upload. */
  readonly id: string;
  readonly location: string;
  readonly size: number;
  /** When they last got their place or were written to. */
  readonly changedAt: Date;
}

import type { Slice } from './resolve-range.js';

export interface RangeRequest {
  /** Upper case, as HTTP writes it. */
  readonly method: string;
  /** Names in lower case; a repeated field joined by `, `. */
  readonly headers: {
    readonly range?: string | undefined;
    readonly 'if-range'?: string | undefined;
    readonly 'if-match'?: string | undefined;
    readonly 'if-none-match'?: string | undefined;
    readonly 'if-modified-since'?: string | undefined;
    readonly 'if-unmodified-since'?: string | undefined;
  };
}

export interface Validators {
  /** Strong, with its quotes. */
  readonly etag: string;
  readonly lastModified: Date;
}

export interface Representation extends Validators {
  /** Bytes; a safe integer. */
  readonly size: number;
  readonly mediaType: string;
}

/** A stretch of the body: bytes of the file, or the text between the parts of a multipart body. */
export type Piece = ({ readonly kind: 'slice' } & Slice) | { readonly kind: 'text'; readonly text: string };

import type { ErrorDetails, ErrorKind } from '@waybill/kernel';
import type { Language } from '../http/language.js';

/** One refusal, ready for a dialect to put into words and shape. `details` holds nothing internal. */
export interface Failure {
  readonly status: number;
  readonly kind: ErrorKind;
  readonly code: string;
  readonly message: string;
  readonly details: ErrorDetails;
  readonly requestId: string;
  readonly language: Language;
  readonly path: string;
}

export interface RenderedFailure {
  readonly body: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** How one edition writes its errors. The first dialect that covers a path renders what goes wrong there. */
export interface ErrorDialect {
  readonly name: string;
  /** The edition's own language; English where it is not said. */
  readonly language?: Language;
  /** `path` has no query; `body` is undefined until it was read. It tells where two editions share a path. */
  covers(method: string, path: string, body?: unknown): boolean;
  render(failure: Failure): RenderedFailure;
}

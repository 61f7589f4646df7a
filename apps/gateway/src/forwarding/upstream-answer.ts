import type { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';

/** What a service says, whichever way it was asked. */
export interface UpstreamAnswer {
  readonly statusCode: number;
  readonly headers: Dispatcher.ResponseData['headers'];
  /** A small one of known length is there as a whole. */
  readonly body: Readable | Buffer;
}

import type { IncomingMessage } from 'node:http';
import { isConnectionRefused, upstreamFailure } from './upstream-failure.js';

/** What went wrong with a request before the framework had it: there it is told, in the words of its edition. */
export class Failures {
  readonly #errors = new WeakMap<IncomingMessage, unknown>();

  /** Where no connection was made nothing was done, and the ordinary way begins anew. */
  note(request: IncomingMessage, error: unknown): void {
    if (!isConnectionRefused(error)) this.#errors.set(request, error);
  }

  throwOf(request: IncomingMessage): void {
    const error = this.#errors.get(request);
    if (error !== undefined) throw upstreamFailure(error);
  }
}

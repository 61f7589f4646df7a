import { Readable } from 'node:stream';
import { type Dispatcher, errors } from 'undici';
import type { UpstreamAnswer } from './upstream-answer.js';

type Headers = UpstreamAnswer['headers'];
type Controller = Dispatcher.DispatchController;

/** Up to this an answer is taken whole: it needs no streams, and one that breaks off can still be refused. */
const WHOLE_BYTES = 64 * 1024;
/** Their heads may speak of a body that does not come. */
const BODILESS = new Set([204, 304]);

/** Asks a service. Rejects as undici's `request` does. */
export function call(agent: Dispatcher, request: Dispatcher.RequestOptions): Promise<UpstreamAnswer> {
  const taker = new AnswerTaker(request.method === 'HEAD', request.signal as AbortSignal);
  try {
    agent.dispatch(request, taker);
  } catch (error) {
    return Promise.reject(error instanceof Error ? error : new Error(String(error)));
  }
  return taker.answer;
}

class AnswerTaker implements Dispatcher.DispatchHandler {
  readonly #answer = Promise.withResolvers<UpstreamAnswer>();
  readonly #chunks: Buffer[] = [];
  #controller: Controller | null = null;
  #head: Omit<UpstreamAnswer, 'body'> | null = null;
  #stream: Readable | null = null;
  #isOver = false;

  constructor(
    private readonly isHead: boolean,
    private readonly signal: AbortSignal,
  ) {}

  get answer(): Promise<UpstreamAnswer> {
    return this.#answer.promise;
  }

  onRequestStart(controller: Controller): void {
    this.#controller = controller;
    if (this.signal.aborted) this.#abort();
    else this.signal.addEventListener('abort', this.#abort);
  }

  onResponseStart(controller: Controller, statusCode: number, headers: Headers): void {
    if (statusCode < 200) return;
    this.#head = { statusCode, headers };
    if (this.#comesWhole(statusCode, headers)) return;
    this.#stream = this.#streamOf(controller);
    this.#answer.resolve({ statusCode, headers, body: this.#stream });
  }

  onResponseData(controller: Controller, chunk: Buffer): void {
    if (this.#stream === null) this.#chunks.push(chunk);
    else if (!this.#stream.push(chunk)) controller.pause();
  }

  onResponseEnd(): void {
    this.#finish();
    if (this.#stream !== null) this.#stream.push(null);
    else if (this.#head !== null) this.#answer.resolve({ ...this.#head, body: Buffer.concat(this.#chunks) });
  }

  onResponseError(_controller: Controller | null, error: Error): void {
    this.#finish();
    this.#stream?.destroy(error);
    this.#answer.reject(error);
  }

  readonly #abort = (): void => this.#controller?.abort(new errors.RequestAbortedError());

  /** A body without a type would be given one on its way. */
  #comesWhole(status: number, headers: Headers): boolean {
    const length = Number(headers['content-length'] ?? Infinity);
    const isTyped = headers['content-type'] !== undefined;
    return !this.isHead && !BODILESS.has(status) && isTyped && length <= WHOLE_BYTES;
  }

  /** Who leaves it unread ends the exchange. */
  #streamOf(controller: Controller): Readable {
    return new Readable({
      read: () => controller.resume(),
      destroy: (error, done) => {
        if (!this.#isOver) controller.abort(error ?? new errors.RequestAbortedError());
        done(error);
      },
    });
  }

  #finish(): void {
    this.#isOver = true;
    this.signal.removeEventListener('abort', this.#abort);
  }
}

import type { IncomingMessage } from 'node:http';
import { DomainError } from '@waybill/kernel';

const cutShort = (cause?: unknown) =>
  new DomainError('invalid', 'BODY_CUT_SHORT', 'The body ended before all of it arrived', {}, { cause });

/**
 * The request's bytes as they come. Throws 400 where the sender ends early: Node ends such a stream without its
 * `complete`, and bytes short of Content-Length are never a file. Throws 408-like refusal where the sender falls silent.
 */
export async function* uploadBody(request: IncomingMessage, stallMs: number): AsyncGenerator<Buffer> {
  const timer = setTimeout(() => request.destroy(new Error('The sender fell silent')), stallMs);
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      timer.refresh();
      yield chunk;
    }
  } catch (cause) {
    throw cutShort(cause);
  } finally {
    clearTimeout(timer);
  }
  if (!request.complete) throw cutShort();
}

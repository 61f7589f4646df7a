import type { IncomingMessage } from 'node:http';
import { RequestTimeoutException } from '@nestjs/common';
import { DomainError } from '@waybill/kernel';

const READ_TIMEOUT_MS = 30_000;
/** Where a body means nothing (RFC 9110, section 9.3.1), nobody waits long for one that was announced. */
const MEANINGLESS_TIMEOUT_MS = 2_000;
const BODILESS = new Set(['GET', 'HEAD']);

export interface BodyLimits {
  readonly bytes: number;
  readonly timeoutMs?: number;
}

/**
 * The body of a call, whole: it is small, and a call that arrives whole can be refused or be given a second try without leaving
 * a service half-way. Null where there is none. Throws PAYLOAD_TOO_LARGE, and 408 for one that trickles or never comes.
 */
export async function readBody(request: IncomingMessage, limits: BodyLimits): Promise<Buffer | null> {
  const announced = request.headers['content-length'];
  if (announced === undefined && request.headers['transfer-encoding'] === undefined) return null;
  if (Number(announced ?? 0) > limits.bytes) throw tooLarge(limits.bytes);
  const patience = BODILESS.has(request.method ?? '') ? MEANINGLESS_TIMEOUT_MS : READ_TIMEOUT_MS;
  return collect(request, limits.bytes, limits.timeoutMs ?? patience);
}

/** By events: whoever gives up leaves the rest to be read away, and the refusal can still be written. */
function collect(request: IncomingMessage, limit: number, timeoutMs: number): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const chunks: Buffer[] = [];
  let length = 0;
  const take = (chunk: Buffer) => {
    length += chunk.length;
    chunks.push(chunk);
    if (length > limit) reject(tooLarge(limit));
  };
  const end = () => resolve(Buffer.concat(chunks, length));
  const late = setTimeout(() => reject(new RequestTimeoutException()), timeoutMs);
  request.on('data', take).once('end', end).once('error', reject);
  return promise.finally(() => {
    clearTimeout(late);
    request.off('data', take).off('end', end).off('error', reject);
  });
}

const tooLarge = (limitBytes: number) =>
  new DomainError('too-large', 'PAYLOAD_TOO_LARGE', 'The request body is too large', { limitBytes });

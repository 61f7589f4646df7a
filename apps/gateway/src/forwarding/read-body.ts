import type { IncomingMessage } from 'node:http';
import { DomainError } from '@waybill/kernel';

const READ_TIMEOUT_MS = 30_000;

export interface BodyLimits {
  readonly bytes: number;
  readonly timeoutMs?: number;
}

/**
 * The body of a call, whole: it is small, and a call that arrives whole can be refused or be given a second try without leaving
 * a service half-way. Null where there is none. Throws PAYLOAD_TOO_LARGE, and REQUEST_TIMEOUT for one that trickles.
 */
export async function readBody(request: IncomingMessage, limits: BodyLimits): Promise<Buffer | null> {
  const announced = request.headers['content-length'];
  if (announced === undefined && request.headers['transfer-encoding'] === undefined) return null;
  if (Number(announced ?? 0) > limits.bytes) throw tooLarge(limits.bytes);
  const late = setTimeout(() => request.destroy(tooSlow()), limits.timeoutMs ?? READ_TIMEOUT_MS);
  try {
    return await collect(request, limits.bytes);
  } finally {
    clearTimeout(late);
  }
}

async function collect(request: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  // Leaving the loop early must not destroy the socket: the refusal still has to be written to it.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > limit) throw tooLarge(limit);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}

const tooLarge = (limitBytes: number) =>
  new DomainError('too-large', 'PAYLOAD_TOO_LARGE', 'The request body is too large', { limitBytes });

const tooSlow = () => new DomainError('timeout', 'REQUEST_TIMEOUT', 'The request took too long to arrive');

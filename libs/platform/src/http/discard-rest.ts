import type { IncomingMessage } from 'node:http';

const LINGER_MS = 5_000;
const LINGER_BYTES = 16 * 1024 * 1024;

/**
 * Reads away what is left of a body that nobody wants. A socket that is closed with unread bytes resets the connection, and
 * the client loses the refusal that was on its way (RFC 9112, section 9.6); one that is left unread is stuck. Whoever sends
 * on and on is cut.
 */
export function discardRest(request: IncomingMessage): void {
  if (request.complete || request.destroyed) return;
  let left = LINGER_BYTES;
  const cut = () => request.socket.destroy();
  const late = setTimeout(cut, LINGER_MS).unref();
  request.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) cut();
  });
  request.once('error', () => undefined);
  request.once('close', () => clearTimeout(late));
  request.resume();
}

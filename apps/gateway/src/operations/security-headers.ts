import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import helmet from 'helmet';

const protect = helmet({
  // Pages of other origins show and play what they link; the API itself is guarded by tokens, not by origin.
  crossOriginResourcePolicy: { policy: 'cross-origin' },
  contentSecurityPolicy: { directives: { 'upgrade-insecure-requests': null } },
  // For the proxy that ends TLS to say.
  strictTransportSecurity: false,
});

/** They are the same for every answer, so helmet is asked for them once. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = ask();

function ask(): Record<string, string> {
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  protect(response.req, response, () => undefined);
  return Object.fromEntries(
    response.getHeaderNames().map((name) => [name, String(response.getHeader(name))]),
  );
}

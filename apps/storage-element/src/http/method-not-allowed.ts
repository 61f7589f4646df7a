import type { PlatformReply } from '@waybill/platform';

/** RFC 9110, 15.5.6: a 405 names the methods that there are. */
export function methodNotAllowed(reply: PlatformReply): void {
  void reply
    .status(405)
    .headers({ allow: 'GET, HEAD', 'content-type': 'application/json; charset=utf-8' })
    .send(JSON.stringify({ detail: 'Method Not Allowed', code: 'METHOD_NOT_ALLOWED' }));
}

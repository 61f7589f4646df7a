import { createHmac } from 'node:crypto';

/**
 * The headers of a signed message, after the Standard Webhooks specification: HMAC SHA-256 over `id.timestamp.body`, in
 * Base64 behind `v1,`. The receiver compares it and refuses timestamps that are too old.
 */
export function signatureHeaders(
  { id, body, secret }: { id: string; body: string; secret: string },
  now: Date,
): Record<string, string> {
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const signature = createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}

import { describe, expect, it } from '@jest/globals';
import { signatureHeaders } from './webhook-signature.js';

describe('a signature', () => {
  const now = new Date('2026-03-10T12:00:00.999Z');
  const signed = signatureHeaders({ id: 'event-1', body: '{"a":1}', secret: 'k'.repeat(32) }, now);

  it('is over id, time and body', () => {
    expect(signed).toEqual({
      'webhook-id': 'event-1',
      'webhook-timestamp': '1773144000',
      'webhook-signature': 'v1,KRbIoxip3mVcibX3As7LqB3vlNx1HXd4xTcuk4YkL9Y=',
    });
  });

  it.each([
    { id: 'event-2', body: '{"a":1}', secret: 'k'.repeat(32) },
    { id: 'event-1', body: '{"a":2}', secret: 'k'.repeat(32) },
    { id: 'event-1', body: '{"a":1}', secret: 'l'.repeat(32) },
  ])('changes with each of them: %j', (message) =>
    expect(signatureHeaders(message, now)['webhook-signature']).not.toBe(signed['webhook-signature']),
  );
});

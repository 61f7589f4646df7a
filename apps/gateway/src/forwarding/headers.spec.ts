import { describe, expect, it } from '@jest/globals';
import { forwardedHeaders, returnedHeaders } from './headers.js';

describe('forwardedHeaders', () => {
  it('keeps what describes the request', () => {
    const headers = {
      accept: '*/*',
      range: 'bytes=0-1',
      'if-range': '"a"',
      'idempotency-key': 'k',
      'user-agent': 'x',
      referer: 'y',
      'content-length': '3',
      'content-type': 'application/json',
    };
    expect(forwardedHeaders(headers)).toEqual(headers);
  });

  it.each([
    'authorization',
    'connection',
    'cookie',
    'expect',
    'forwarded',
    'host',
    'keep-alive',
    'proxy-authorization',
    'proxy-connection',
    'te',
    'traceparent',
    'trailer',
    'transfer-encoding',
    'upgrade',
    'via',
    'x-forwarded-for',
    'x-forwarded-proto',
    'x-real-ip',
    'x-waybill-caller',
    'x-waybill-network',
    'x-waybill-later',
  ])('drops %s', (name) =>
    expect(forwardedHeaders({ [name]: 'x', accept: '*/*' })).toEqual({ accept: '*/*' }),
  );

  it('drops what Connection names, in any case', () =>
    expect(forwardedHeaders({ connection: 'close, X-Hop', 'x-hop': '1', accept: '*/*' })).toEqual({
      accept: '*/*',
    }));
});

describe('returnedHeaders', () => {
  it('keeps lists, and drops what belongs to the connection or the inside', () =>
    expect(
      returnedHeaders({
        etag: '"a"',
        'set-cookie': ['a', 'b'],
        connection: 'keep-alive',
        'keep-alive': 'timeout=5',
        'x-request-id': 'r',
        'x-waybill-inner': '1',
        date: 'now',
      }),
    ).toEqual({ etag: '"a"', 'set-cookie': ['a', 'b'] }));
});

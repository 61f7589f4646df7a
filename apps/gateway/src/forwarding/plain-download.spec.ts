import { describe, expect, it } from '@jest/globals';
import { readPlainDownload } from './plain-download.js';

const LINK = '/api/v1/files/7d444840-9dc0-11d1-b245-5ffdce74fad2/download?token=a.b-c_d';
const TRACE = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const read = (target: string, ...lines: string[]) =>
  readPlainDownload(
    Buffer.from([`GET ${target} HTTP/1.1`, 'Host: files.test', ...lines, '', ''].join('\r\n')),
  );

describe('readPlainDownload', () => {
  it('reads the link, what goes on to the service, and whose request it is', () =>
    expect(
      read(LINK, 'Range: bytes=0-1', 'User-Agent:  x ', 'X-Request-Id: mine', `Traceparent: ${TRACE}`),
    ).toEqual({
      path: LINK,
      lines: 'range: bytes=0-1\r\nuser-agent: x\r\n',
      forwardedFor: undefined,
      facts: { requestId: 'mine', traceparent: TRACE },
    }));

  it('keeps what a proxy says about its client to itself', () =>
    expect(read(LINK, 'X-Forwarded-For: 192.0.2.1')).toMatchObject({
      lines: '',
      forwardedFor: '192.0.2.1',
    }));

  it('gives ids of its own to a request without decent ones', () => {
    const facts = read(LINK, 'X-Request-Id: a b', 'Traceparent: x')?.facts;
    expect(facts?.requestId).toMatch(/^[-0-9a-f]{36}$/);
    expect(facts?.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
  });

  it.each(['Cookie: a=b', 'X-Waybill-Caller: me', 'X-Forwarded-Proto: https', 'Forwarded: for=a', 'Via: a'])(
    'keeps "%s" from the service',
    (line) => expect(read(LINK, line)?.lines).toBe(''),
  );

  it.each<[what: string, target: string, lines: string[]]>([
    ['who says who he is', LINK, ['Authorization: Bearer x']],
    ['a page of another origin', LINK, ['Origin: https://a.test']],
    ['two lists of proxies', LINK, ['X-Forwarded-For: 192.0.2.1', 'X-Forwarded-For: 192.0.2.2']],
    ['two request ids', LINK, ['X-Request-Id: a', 'X-Request-Id: b']],
    ['another parameter', `${LINK}&a=b`, []],
    ['no ticket', LINK.replace(/=.*/, '='), []],
    ['an id in capitals', LINK.replace('7d44', '7D44'), []],
    ['another path', '/downloads', []],
  ])('leaves %s to the ordinary way', (_what, target, lines) => expect(read(target, ...lines)).toBeNull());
});

import { describe, expect, it } from '@jest/globals';
import { contentDisposition } from './content-disposition.js';

describe('contentDisposition (RFC 6266, RFC 8187)', () => {
  it.each<[clause: string, name: string, expected: string]>([
    ['RFC 6266, 4.1: a name', 'report.pdf', 'attachment; filename="report.pdf"'],
    ['RFC 6266, 4.1: a space', 'two words.pdf', 'attachment; filename="two words.pdf"'],
    [
      'RFC 9110, 5.6.4: quotes are escaped',
      'say "hi".txt',
      String.raw`attachment; filename="say \"hi\".txt"`,
    ],
    [
      'RFC 9110, 5.6.4: a backslash is escaped',
      String.raw`back\slash`,
      String.raw`attachment; filename="back\\slash"`,
    ],
    [
      'RFC 6266, 4.3: no percent sign in filename',
      '100%.txt',
      `attachment; filename="100_.txt"; filename*=UTF-8''100%25.txt`,
    ],
    [
      'RFC 6266, 4.3: filename* beside filename',
      'é.txt',
      `attachment; filename="_.txt"; filename*=UTF-8''%C3%A9.txt`,
    ],
    [
      'RFC 8187, 3.2.1: characters of three bytes',
      '漢字.mp4',
      `attachment; filename="__.mp4"; filename*=UTF-8''%E6%BC%A2%E5%AD%97.mp4`,
    ],
    [
      'RFC 8187, 3.2.1: characters of four bytes',
      '🎬.mp4',
      `attachment; filename="_.mp4"; filename*=UTF-8''%F0%9F%8E%AC.mp4`,
    ],
    ['RFC 6266, 4.3: no line breaks', 'a\r\nb', 'attachment; filename="a__b"'],
    [
      'RFC 6266, 4.3: no line breaks in filename* either',
      'é\r\nSet-Cookie: a=b',
      `attachment; filename="___Set-Cookie: a=b"; filename*=UTF-8''%C3%A9__Set-Cookie%3A%20a%3Db`,
    ],
    ['RFC 6266, 4.3: no control characters', 'a\tb\0c\x85d', 'attachment; filename="a_b_c_d"'],
    ['RFC 6266, 4.1: marks that need no care', "it's*(1).txt", `attachment; filename="it's*(1).txt"`],
  ])('%s: %j', (_clause, name, expected) => {
    expect(contentDisposition(name, 'attachment')).toBe(expected);
  });

  it('can be inline, survives half a character, and stays one line of ASCII at 500 characters', () => {
    expect(contentDisposition('a.txt', 'inline')).toBe('inline; filename="a.txt"');
    expect(contentDisposition('\ud800.txt', 'attachment')).toContain("filename*=UTF-8''%EF%BF%BD.txt");
    expect(contentDisposition('漢'.repeat(500), 'attachment')).toMatch(/^[\x20-\x7e]+$/);
  });
});

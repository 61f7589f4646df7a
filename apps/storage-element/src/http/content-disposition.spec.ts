import { describe, expect, it } from '@jest/globals';
import { contentDisposition } from './content-disposition.js';

describe('contentDisposition (RFC 6266, RFC 8187)', () => {
  it.each([
    ['report.pdf', 'attachment; filename="report.pdf"'],
    ['two words.pdf', 'attachment; filename="two words.pdf"'],
    ['say "hi".txt', String.raw`attachment; filename="say \"hi\".txt"`],
    [String.raw`back\slash`, String.raw`attachment; filename="back\\slash"`],
    ['100%.txt', `attachment; filename="100_.txt"; filename*=UTF-8''100%25.txt`],
    ['é.txt', `attachment; filename="_.txt"; filename*=UTF-8''%C3%A9.txt`],
    ['漢字.mp4', `attachment; filename="__.mp4"; filename*=UTF-8''%E6%BC%A2%E5%AD%97.mp4`],
    ['🎬.mp4', `attachment; filename="_.mp4"; filename*=UTF-8''%F0%9F%8E%AC.mp4`],
    ['a\r\nb', `attachment; filename="a__b"; filename*=UTF-8''a%0D%0Ab`],
    ["it's*(1).txt", `attachment; filename="it's*(1).txt"`],
  ])('%j', (name, expected) => {
    expect(contentDisposition(name, 'attachment')).toBe(expected);
  });

  it('can be inline, survives half a character, and stays one line of ASCII at 500 characters', () => {
    expect(contentDisposition('a.txt', 'inline')).toBe('inline; filename="a.txt"');
    expect(contentDisposition('\ud800.txt', 'attachment')).toContain("filename*=UTF-8''%EF%BF%BD.txt");
    expect(contentDisposition('漢'.repeat(500), 'attachment')).toMatch(/^[\x20-\x7e]+$/);
  });
});

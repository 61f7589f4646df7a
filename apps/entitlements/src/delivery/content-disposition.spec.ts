import { describe, expect, it } from '@jest/globals';
import { attachment } from './content-disposition.js';

describe('attachment', () => {
  it.each([
    ['film.mp4', 'attachment; filename="film.mp4"'],
    ['a "b".mp4', `attachment; filename="a _b_.mp4"; filename*=UTF-8''a%20%22b%22.mp4`],
    ['电影.mp4', `attachment; filename="__.mp4"; filename*=UTF-8''%E7%94%B5%E5%BD%B1.mp4`],
    ['été (1).mp4', `attachment; filename="_t_ (1).mp4"; filename*=UTF-8''%C3%A9t%C3%A9%20%281%29.mp4`],
    ['a\r\nb', `attachment; filename="a__b"; filename*=UTF-8''a%0D%0Ab`],
  ])('names %j', (name, header) => expect(attachment(name)).toBe(header));
});

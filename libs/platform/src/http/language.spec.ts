import { describe, expect, it } from '@jest/globals';
import { language } from './language.js';

describe('language', () => {
  it.each([
    [undefined, 'zh'],
    ['', 'zh'],
    ['*', 'zh'],
    ['de', 'zh'],
    ['en', 'en'],
    ['ru-RU, en;q=0.5', 'ru'],
    ['en;q=0.5, fr;q=0.9', 'fr'],
    ['FR-ca', 'fr'],
    ['de, *;q=0.5, en;q=0.1', 'zh'],
    ['en;q=0, ru;q=0.001', 'ru'],
    ['en;q=2', 'zh'],
    ['english', 'zh'],
  ])('for %j is %s', (header, spoken) =>
    expect(language({ headers: { ...(header !== undefined && { 'accept-language': header }) } }, 'zh')).toBe(
      spoken,
    ),
  );
});

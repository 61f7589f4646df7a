import { describe, expect, it } from '@jest/globals';
import { LANGUAGES } from '@waybill/platform';
import { REFUSAL_CODES, refuse } from '../../domain/refusals.js';
import { storeText } from './store-messages.js';

describe('storeText', () => {
  it.each(LANGUAGES)('has a text of its own for every refusal in %s', (language) => {
    const texts = REFUSAL_CODES.map((code) => storeText(refuse(code), language));
    expect(new Set(texts).size).toBe(REFUSAL_CODES.length);
    const english = REFUSAL_CODES.map((code) => refuse(code).message);
    expect(texts.filter((text) => english.includes(text))).toHaveLength(language === 'en' ? texts.length : 0);
  });

  it('leaves what it does not know as it is', () => {
    expect(storeText({ code: 'OTHER', message: 'Other' }, 'fr')).toBe('Other');
  });
});

import { describe, expect, it } from '@jest/globals';
import { readEnvironment } from '@waybill/platform';
import { environment } from './config.js';

const given = {
  DATABASE_URL: 'postgres://localhost/analytics',
  BUS_DATABASE_URL: 'postgres://localhost/bus',
  CALLER_TOKEN_SECRET: 's'.repeat(32),
};
const read = (more: Record<string, string> = {}) => readEnvironment(environment, { ...given, ...more });

describe('the environment', () => {
  it('keeps history for 90 days, and has rules of its own', () => {
    const config = read();
    expect(config.HISTORY_DAYS).toBe(90);
    expect(config.ALERT_RULES.map(({ name }) => name)).toContain('dead-letters');
    expect(config.WEBHOOKS).toEqual([]);
  });

  it('takes rules as JSON', () => {
    const rule = { name: 'letters', kind: 'dead-letter', above: 3, minutes: 5 };
    expect(read({ ALERT_RULES: JSON.stringify([rule]) }).ALERT_RULES).toEqual([
      { ...rule, hysteresisPercent: 10 },
    ]);
  });

  it.each([
    ['ALERT_RULES', '[{"name": "x", "kind": "weather"}]'],
    ['ALERT_RULES', '[{"name": "x", "kind": "bandwidth", "aboveBytesPerHour": -1}]'],
    [
      'ALERT_RULES',
      '[{"name":"x","kind":"dead-letter","above":1,"minutes":1},{"name":"x","kind":"dead-letter","above":2,"minutes":1}]',
    ],
    ['ALERT_RULES', '/no/such/file'],
    ['ALERT_RULES', '[not json'],
    ['WEBHOOKS', '[{"url": "https://example.org", "secret": "short"}]'],
    ['WEBHOOKS', '[{"url": "ftp://example.org", "secret": "0123456789012345678901234567890123"}]'],
    ['HISTORY_DAYS', '0'],
  ])('refuses %s=%s, naming it', (name, value) => expect(() => read({ [name]: value })).toThrow(name));
});

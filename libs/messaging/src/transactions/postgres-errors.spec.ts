import { describe, expect, it } from '@jest/globals';
import { QueryFailedError } from 'typeorm';
import { errorCode, isDatabaseAway, isTransactionConflict } from './postgres-errors.js';

const wrapped = (code: string) => new QueryFailedError('SELECT', [], Object.assign(new Error('x'), { code }));

describe('errors of PostgreSQL', () => {
  it.each([
    ['40001', true, false],
    ['40P01', true, false],
    ['57P01', false, true],
    ['08006', false, true],
    ['53300', false, true],
    ['ECONNREFUSED', false, true],
    ['23505', false, false],
    ['42P01', false, false],
    ['57014', false, false],
  ])('%s: conflict %s, away %s', (code, conflict, away) => {
    for (const error of [wrapped(code), Object.assign(new Error('x'), { code })]) {
      expect(errorCode(error)).toBe(code);
      expect(isTransactionConflict(error)).toBe(conflict);
      expect(isDatabaseAway(error)).toBe(away);
    }
  });

  it('knows a cut connection without a code', () => {
    expect(isDatabaseAway(new Error('Connection terminated unexpectedly'))).toBe(true);
    expect(isDatabaseAway(new QueryFailedError('S', [], new Error('Connection terminated')))).toBe(true);
    expect(isDatabaseAway(new TypeError('x is not a function'))).toBe(false);
    expect(isDatabaseAway('ECONNREFUSED')).toBe(false);
  });
});

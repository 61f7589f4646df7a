import { describe, expect, it } from '@jest/globals';
import { StatementNames } from './statement-names.js';

describe('StatementNames', () => {
  it('names what comes again, always the same', () => {
    const names = new StatementNames();
    expect(names.nameOf('SELECT $1')).toBeUndefined();
    const name = names.nameOf('SELECT $1');
    expect(name).toBeDefined();
    expect(names.nameOf('SELECT $1')).toBe(name);
    names.nameOf('SELECT $2');
    expect(names.nameOf('SELECT $2')).not.toBe(name);
  });

  it('names no more than a connection can keep', () => {
    const names = new StatementNames();
    const texts = Array.from({ length: 2_000 }, (_, index) => `SELECT $1 + ${index}`);
    for (const text of texts) for (let round = 0; round < 2; round += 1) names.nameOf(text);
    const named = texts.filter((text) => names.nameOf(text) !== undefined);
    expect(named).toEqual(texts.slice(0, 300));
  });
});

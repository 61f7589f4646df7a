import { describe, expect, it } from '@jest/globals';
import { childOf, isTraceparent, newTraceparent, traceIdOf } from './traceparent.js';

describe('traceparent', () => {
  it.each([
    ['00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', true],
    ['00-00000000000000000000000000000000-b7ad6b7169203331-01', false],
    ['00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01', false],
    ['ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', false],
    ['00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01', false],
    [undefined, false],
  ])('%s: %s', (text, valid) => expect(isTraceparent(text)).toBe(valid));

  it('makes one, and a child within the same trace', () => {
    const made = newTraceparent();
    const child = childOf(made);
    expect(isTraceparent(made)).toBe(true);
    expect(isTraceparent(child)).toBe(true);
    expect(traceIdOf(child)).toBe(traceIdOf(made));
    expect(child).not.toBe(made);
  });
});

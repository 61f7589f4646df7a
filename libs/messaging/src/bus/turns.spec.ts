import { describe, expect, it } from '@jest/globals';
import { Turns } from './turns.js';

describe('turns', () => {
  it('are taken one after the other, in the order of asking, over failures too', async () => {
    const turns = new Turns(60_000);
    const log: string[] = [];
    const turn = (name: string, fails = false) =>
      turns.take(async () => {
        log.push(`${name} begins`);
        await Promise.resolve();
        log.push(`${name} ends`);
        if (fails) throw new Error(name);
        return name;
      });
    const results = await Promise.allSettled([turn('a'), turn('b', true), turn('c')]);
    expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('do not wait for one that takes too long', async () => {
    const turns = new Turns(10);
    const stuck = Promise.withResolvers<string>();
    const first = turns.take(() => stuck.promise);
    await expect(turns.take(() => Promise.resolve('second'))).resolves.toBe('second');
    stuck.resolve('first');
    await expect(first).resolves.toBe('first');
  });
});

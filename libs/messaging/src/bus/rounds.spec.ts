import { describe, expect, it } from '@jest/globals';
import { type Outcome, Rounds } from './rounds.js';

describe('rounds', () => {
  it('take together what is asked for while one runs, and give each its own answer', async () => {
    const seen: number[][] = [];
    const gate = Promise.withResolvers<undefined>();
    const rounds = new Rounds<number, string>(async (items) => {
      seen.push([...items]);
      if (items.includes(1)) await gate.promise;
      return items.map(answer);
    });
    const first = [rounds.join(1), rounds.join(2)];
    while (seen.length === 0) await new Promise(setImmediate);
    const second = [rounds.join(3), rounds.join(13), rounds.join(4)];
    gate.resolve(undefined);
    const results = await Promise.allSettled([...first, ...second]);
    expect(seen).toEqual([
      [1, 2],
      [3, 13, 4],
    ]);
    expect(results.map((result) => (result.status === 'fulfilled' ? result.value : 'failed'))).toEqual([
      '1',
      '2',
      '3',
      'failed',
      '4',
    ]);
  });

  it('are no heavier than they may be, and one item alone always fits', async () => {
    const seen: number[][] = [];
    const rounds = new Rounds<number, string>(
      (items) => {
        seen.push([...items]);
        return Promise.resolve(items.map(answer));
      },
      { most: 5, weigh: (item) => item },
    );
    await Promise.all([2, 3, 1, 9, 4].map((item) => rounds.join(item)));
    expect(seen).toEqual([[2, 3], [1], [9], [4]]);
  });

  it('fail all of a round where the work itself fails, and go on', async () => {
    let isBroken = true;
    const rounds = new Rounds<number, string>((items) =>
      isBroken ? Promise.reject(new Error('broken')) : Promise.resolve(items.map(answer)),
    );
    await expect(rounds.join(1)).rejects.toThrow('broken');
    isBroken = false;
    await expect(rounds.join(2)).resolves.toBe('2');
  });
});

function answer(item: number): Outcome<string> {
  return item === 13 ? { error: new Error('13') } : { value: String(item) };
}

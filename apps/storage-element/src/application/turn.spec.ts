import { describe, expect, it } from '@jest/globals';
import { setImmediate as immediately } from 'node:timers/promises';
import { Turn } from './turn.js';

function gathered() {
  const done: number[][] = [];
  return { done, turn: new Turn<number>((all) => done.push([...all])) };
}

describe('what comes in during one turn of the event loop', () => {
  it('is done together at its end, in order', async () => {
    const { done, turn } = gathered();
    for (const one of [1, 2, 3]) turn.add(one);
    expect(done).toEqual([]);
    await immediately();
    expect(done).toEqual([[1, 2, 3]]);
  });

  it('is done once where somebody cannot wait, and what comes then is done as well', async () => {
    const { done, turn } = gathered();
    turn.end();
    turn.add(1);
    turn.end();
    turn.add(2);
    await immediately();
    await immediately();
    expect(done).toEqual([[1], [2]]);
  });

  it('may be followed by what its own work adds', async () => {
    const done: number[] = [];
    const turn = new Turn<number>(([one = 0]) => {
      done.push(one);
      if (one < 3) turn.add(one + 1);
    });
    turn.add(1);
    for (let round = 0; round < 3; round += 1) await immediately();
    expect(done).toEqual([1, 2, 3]);
  });
});

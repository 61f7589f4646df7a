import { describe, expect, it } from '@jest/globals';
import { KeyedMutex } from './keyed-mutex.js';

describe('a keyed mutex', () => {
  async function mostAtOnce(keysOf: (index: number) => string[]): Promise<number> {
    const mutex = new KeyedMutex();
    let running = 0;
    let most = 0;
    const work = async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise(setImmediate);
      running -= 1;
    };
    await Promise.all(Array.from({ length: 20 }, (_, index) => mutex.run(keysOf(index), work)));
    return most;
  }

  it('runs one at a time for a key', async () => {
    expect(await mostAtOnce(() => ['a'])).toBe(1);
  });

  it('runs those of different keys side by side', async () => {
    expect(await mostAtOnce((index) => [String(index)])).toBe(20);
  });

  it('takes several keys in any order without waiting for ever', async () => {
    expect(await mostAtOnce((index) => (index % 2 === 0 ? ['a', 'b', 'a'] : ['b', 'a']))).toBe(1);
  });

  it('goes on after a failure', async () => {
    const mutex = new KeyedMutex();
    await expect(mutex.run(['a'], () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(mutex.run(['a'], () => Promise.resolve('yes'))).resolves.toBe('yes');
  });
});

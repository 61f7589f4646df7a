import { describe, expect, it } from '@jest/globals';
import { fetching } from './fetching.ts';
import { Missing, together } from './missing.ts';

const said: string[] = [];
const say = (line: string) => said.push(line);
const failing = (times: number) => {
  let tries = 0;
  return () => {
    tries += 1;
    return tries > times ? Promise.resolve() : Promise.reject(new Error(`try ${String(tries)}`));
  };
};

describe('what comes over a network', () => {
  it('may come at the third try, and each failure is said', async () => {
    await fetching('Kafka', say, failing(2), [0, 0]);
    expect(said).toEqual([
      'Kafka did not come, trying again in 0 s: Error: try 1',
      'Kafka did not come, trying again in 0 s: Error: try 2',
    ]);
  });

  it('is missing when it does not come at all', async () => {
    const none = fetching('Kafka', say, failing(3), [0, 0]);
    await expect(none).rejects.toEqual(new Missing('Kafka could not be fetched: Error: try 3'));
  });
});

describe('several things that are needed', () => {
  it('are named together where they are missing', async () => {
    const needs = [
      Promise.reject(new Missing('install a')),
      'there',
      Promise.reject(new Missing('install b')),
    ];
    await expect(together(needs)).rejects.toEqual(new Missing('install a; install b'));
  });

  it('come in their order; what else goes wrong is thrown as it is', async () => {
    expect(await together([Promise.resolve(1), 'two'])).toEqual([1, 'two']);
    const needs = [Promise.reject(new Missing('install a')), Promise.reject(new TypeError('a bug'))];
    await expect(together(needs)).rejects.toThrow(TypeError);
  });
});

import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { CONTRACTS, contractOf } from './registry.js';
import { TOPICS } from './topics.js';

describe('the registry of contracts', () => {
  it('has no type twice and finds each', () => {
    expect(new Set(CONTRACTS.map(({ type }) => type)).size).toBe(CONTRACTS.length);
    for (const contract of CONTRACTS) expect(contractOf(contract.type)).toBe(contract);
  });

  it('leaves no topic without an event', () => {
    const used = new Set<string>(CONTRACTS.map(({ topic }) => topic));
    expect(Object.values(TOPICS).filter((topic) => !used.has(topic))).toEqual([]);
  });

  it.each(CONTRACTS.map((contract) => [contract.type, contract] as const))(
    '%s can be written as a JSON Schema',
    (_, contract) => {
      expect(z.toJSONSchema(contract.data)).toMatchObject({ type: 'object' });
    },
  );
});

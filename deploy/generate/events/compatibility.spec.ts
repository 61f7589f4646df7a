import { describe, expect, it } from '@jest/globals';
import { breakingChanges } from './compatibility.ts';
import type { JsonSchema } from './json-schema.ts';

const released: JsonSchema = {
  type: 'object',
  required: ['id', 'status'],
  properties: {
    id: { type: 'string' },
    status: { enum: ['a', 'b'] },
    size: { anyOf: [{ type: 'integer' }, { type: 'null' }] },
    speed: { type: 'number' },
    ranges: {
      type: 'array',
      items: { type: 'object', required: ['start'], properties: { start: { type: 'integer' } } },
    },
  },
};

const changed = (
  properties: Record<string, JsonSchema | undefined>,
  required = ['id', 'status'],
): JsonSchema => {
  const merged = { ...released.properties, ...properties };
  const kept = Object.entries(merged).filter(
    (entry): entry is [string, JsonSchema] => entry[1] !== undefined,
  );
  return { ...released, required, properties: Object.fromEntries(kept) };
};

describe('breakingChanges', () => {
  it.each<[string, JsonSchema]>([
    ['nothing changed', released],
    ['a field was added', changed({ more: { type: 'string' } }, ['id', 'status', 'more'])],
    ['a number became an integer', changed({ speed: { type: 'integer' } })],
    ['a nullable field is never null any more', changed({ size: { type: 'integer' } })],
    ['a value is no longer used', changed({ status: { enum: ['a'] } })],
  ])('finds none where %s', (_, present) => {
    expect(breakingChanges(released, present)).toEqual([]);
  });

  it.each<[string, JsonSchema, string]>([
    ['a field went', changed({ id: undefined }), '$.id: is gone'],
    ['a field may be missing', changed({}, ['id']), '$.status: may now be missing'],
    ['a type changed', changed({ id: { type: 'integer' } }), '$.id: may now be integer, was string'],
    ['null came in', changed({ id: { type: ['string', 'null'] } }), '$.id: may now be null, was string'],
    ['a value came in', changed({ status: { enum: ['a', 'b', 'c'] } }), '$.status: may now be c'],
    [
      'anything goes',
      changed({ status: { type: 'string' } }),
      '$.status: may now be any value, was one of a, b',
    ],
    [
      'an element lost a field',
      changed({ ranges: { type: 'array', items: { type: 'object', properties: {} } } }),
      '$.ranges[].start: is gone',
    ],
  ])('finds that %s', (_, present, finding) => {
    expect(breakingChanges(released, present)).toEqual([finding]);
  });
});

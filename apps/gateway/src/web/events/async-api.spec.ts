import { describe, expect, it } from '@jest/globals';
import { describeType, exampleOf, fieldsOf } from './async-api.js';
import { html } from './html.js';

describe('describeType', () => {
  it.each([
    [{ type: 'string', format: 'date-time' }, 'string, date-time'],
    [{ anyOf: [{ type: 'string' }, { type: 'null' }] }, 'string or null'],
    [{ type: ['integer', 'null'] }, 'integer or null'],
    [{ enum: ['a', 'b'] }, '"a" | "b"'],
    [{ type: 'array', items: { type: 'integer' } }, 'list of integer'],
    [{}, 'anything'],
  ])('%j is %s', (schema, words) => expect(describeType(schema)).toBe(words));
});

describe('fieldsOf', () => {
  it('goes into objects and lists', () => {
    const inner = { type: 'object', properties: { start: { type: 'integer' } } };
    const schema = {
      required: ['client'],
      properties: { client: inner, ranges: { type: 'array', items: inner } },
    };
    expect(fieldsOf(schema).map(({ path, isRequired }) => [path, isRequired])).toEqual([
      ['client', true],
      ['client.start', false],
      ['ranges', false],
      ['ranges[].start', false],
    ]);
  });
});

describe('exampleOf', () => {
  it('takes what the schema gives and makes up the rest', () => {
    const properties = {
      a: { const: 1 },
      b: { enum: ['x', 'y'] },
      c: { type: 'string', examples: ['given'] },
      d: { anyOf: [{ type: 'string' }, { type: 'null' }] },
      e: { type: 'array', items: { type: 'integer', minimum: 7 } },
      f: { type: 'boolean' },
    };
    expect(exampleOf({ type: 'object', properties })).toEqual({
      a: 1,
      b: 'x',
      c: 'given',
      d: 'text',
      e: [7],
      f: true,
    });
  });
});

describe('html', () => {
  it('escapes text and keeps HTML', () =>
    expect(html`<p>${'<script>"&\''}${html`<b>${1}</b>`}${[html`<i></i>`]}</p>`.text).toBe(
      '<p>&#60;script&#62;&#34;&#38;&#39;<b>1</b><i></i></p>',
    ));
});

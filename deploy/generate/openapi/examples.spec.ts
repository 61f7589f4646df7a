import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { OpenApiDocument } from './document.ts';
import type { Examples } from './examples.ts';

const read = (name: string): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../../../docs/openapi', name), 'utf8'));

describe('the examples, which the running system answered', () => {
  const examples = read('examples.json') as Examples;
  const document = read('waybill-all.openapi.json') as OpenApiDocument;

  it.each(Object.keys(examples))('%s is an answer that the document knows', (key) => {
    const [method = '', path = '', status = ''] = key.split(' ');
    expect(Object.keys(document.paths[path]?.[method.toLowerCase()]?.responses ?? {})).toContain(status);
  });
});

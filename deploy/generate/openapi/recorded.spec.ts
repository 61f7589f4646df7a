import { describe, expect, it } from '@jest/globals';
import type { OpenApiDocument } from './document.ts';
import { chooseExamples } from './recorded.ts';

const operation = { responses: {} };
const document: OpenApiDocument = {
  openapi: '3.1.0',
  info: { title: '', version: '' },
  paths: { '/downloads/{id}': { get: operation }, '/downloads/stats': { get: operation } },
};
const answer = (path: string, body: unknown, status = 200) => ({ method: 'GET', path, status, body });

describe('chooseExamples', () => {
  it('takes the first answer of each operation and status', () => {
    const recorded = [
      answer('/downloads/a', { n: 1 }),
      answer('/downloads/b', { n: 2 }),
      answer('/downloads/c', {}, 404),
    ];
    expect(chooseExamples(recorded, document)).toEqual({
      'GET /downloads/{id} 200': { n: 1 },
      'GET /downloads/{id} 404': {},
    });
  });

  it('knows a static path from a parameter, with a query or without', () => {
    expect(Object.keys(chooseExamples([answer('/downloads/stats?period=day', {})], document))).toEqual([
      'GET /downloads/stats 200',
    ]);
  });

  it('leaves out what no contract has', () => {
    expect(chooseExamples([answer('/elsewhere', {})], document)).toEqual({});
  });

  it('shows no ticket, no port of a test, and no long list', () => {
    const body = { url: 'http://127.0.0.1:40123/api/v1/files/x/download?token=eyJ.a-b.c_d', list: [1, 2, 3] };
    expect(chooseExamples([answer('/downloads/a', body)], document)).toEqual({
      'GET /downloads/{id} 200': {
        url: 'http://127.0.0.1:8080/api/v1/files/x/download?token=…',
        list: [1, 2],
      },
    });
  });
});

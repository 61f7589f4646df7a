import { describe, expect, it } from '@jest/globals';
import { assembleEdition, merge, type ServiceDocument } from './assemble.ts';
import type { OpenApiDocument, Operation } from './document.ts';
import { EDITIONS } from './editions.ts';

const json = (schema: string) => ({
  content: { 'application/json': { schema: { $ref: `#/components/schemas/${schema}` } } },
});
const operation = (tag: string | null, schema: string, more: Partial<Operation> = {}): Operation => ({
  operationId: 'Controller_method',
  ...(tag === null ? {} : { tags: [tag] }),
  responses: { '200': { description: '', ...json(schema) } },
  ...more,
});

const quotas: ServiceDocument = {
  service: 'storage-quotas',
  document: {
    openapi: '3.1.0',
    info: { title: '', version: '' },
    paths: {
      '/api/storage/tiers': { get: operation('offline', 'Answer', { 'x-public': true }) },
      '/internal/holds': { post: operation(null, 'Answer') },
      '/api/v1/things': { post: operation(null, 'Other', { requestBody: {} }) },
    },
    components: {
      schemas: {
        Answer: { properties: { inner: { $ref: '#/components/schemas/Inner' } } },
        Inner: { type: 'string' },
        Other: {},
      },
    },
  },
};
const sessions: ServiceDocument = {
  service: 'download-sessions',
  document: {
    ...quotas.document,
    paths: { '/api/downloads': { get: operation('offline', 'Answer') } },
    components: { schemas: { Answer: { type: 'object' } } },
  },
};

const edition = (name: string) => {
  const found = EDITIONS.find((one) => one.name === name);
  if (found === undefined) throw new Error(`No edition ${name}`);
  return found;
};
const assemble = (name: string, examples = {}): OpenApiDocument =>
  assembleEdition(edition(name), [quotas, sessions], '1.2.3', examples);

describe('an edition’s document', () => {
  it('has the operations of that tag, from every service, sorted by path', () => {
    expect(Object.keys(assemble('offline').paths)).toEqual(['/api/downloads', '/api/storage/tiers']);
  });

  it('keeps what two services call by the same name apart, and brings what they refer to', () => {
    const { paths, components } = assemble('offline');
    expect(JSON.stringify(paths['/api/downloads'])).toContain('OfflineDownloadSessionsAnswer');
    expect(Object.keys(components?.schemas ?? {})).toEqual([
      'OfflineDownloadSessionsAnswer',
      'OfflineError',
      'OfflineStorageQuotasAnswer',
      'OfflineStorageQuotasInner',
    ]);
    expect(JSON.stringify(components?.schemas)).toContain('#/components/schemas/OfflineStorageQuotasInner');
  });

  it('says who may call, and what any request may be answered', () => {
    const { paths } = assemble('offline');
    expect(paths['/api/storage/tiers']?.get?.security).toEqual([{}, { bearer: [] }]);
    expect(paths['/api/downloads']?.get?.security).toEqual([{ bearer: [] }]);
    expect(Object.keys(paths['/api/downloads']?.get?.responses ?? {})).toEqual(
      expect.arrayContaining(['200', '401', '429', '503']),
    );
  });

  it('shows the answers that were recorded', () => {
    const { paths } = assemble('offline', { 'GET /api/storage/tiers 200': { real: true } });
    expect(JSON.stringify(paths['/api/storage/tiers'])).toContain('{"real":true}');
  });

  it('takes what has no tag for the system’s own, and leaves the inner endpoints out', () => {
    expect(Object.keys(assemble('waybill').paths)).toEqual(['/api/v1/things']);
  });
});

it('the merged document has them all', () => {
  const merged = merge([assemble('offline'), assemble('waybill')], '1.2.3');
  expect(Object.keys(merged.paths)).toEqual(['/api/downloads', '/api/storage/tiers', '/api/v1/things']);
});

import { describe, expect, it } from '@jest/globals';
import { describeService, readEnvironment } from '@waybill/platform';
import { environment } from './config.js';
import { EntitlementsModule } from './entitlements.module.js';

const config = readEnvironment(environment, {
  DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
  BUS_DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
  CALLER_TOKEN_SECRET: 'x'.repeat(32),
  STORAGE_ELEMENT_URL: 'http://127.0.0.1:1',
  FILES_PUBLIC_URL: 'http://127.0.0.1:2',
  TICKET_PRIVATE_KEY: 'none',
});

/** `PUT /api/v1/assets/{id} 201` of each answer that has a shape. */
function answersOf(document: object): string[] {
  const { paths } = document as {
    paths: Record<string, Record<string, { responses: Record<string, object> }>>;
  };
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, { responses }]) =>
      Object.entries(responses)
        .filter(([, answer]) => 'content' in answer)
        .map(([status]) => `${method.toUpperCase()} ${path} ${status}`),
    ),
  );
}

describe('the OpenAPI documents', () => {
  it('show the shape of every answer of the store edition and of our own endpoints', async () => {
    const described = await describeService('entitlements', EntitlementsModule.register(config));
    const answers = new Map(described.map(({ tag, document }) => [tag, answersOf(document)]));
    const store = ['/downloads', '/api/downloads'].flatMap((base) => [
      `POST ${base}/generate/{assetId} 201`,
      `GET ${base}/history 200`,
      `GET ${base}/can-download/{assetId} 200`,
      `GET ${base}/admin/all 200`,
      `GET ${base}/admin/stats 200`,
    ]);
    expect(answers.get('store')?.toSorted()).toEqual(store.toSorted());
    expect(answers.get('waybill')?.toSorted()).toEqual([
      'DELETE /api/v1/users/{userId} 202',
      'GET /api/v1/assets 200',
      'GET /api/v1/assets/{id} 200',
      'GET /api/v1/orders/{id} 200',
      'GET /api/v1/subscriptions/{userId} 200',
      'PUT /api/v1/assets/{id} 200',
      'PUT /api/v1/assets/{id} 201',
      'PUT /api/v1/orders/{id} 200',
      'PUT /api/v1/orders/{id} 201',
      'PUT /api/v1/subscriptions/{userId} 200',
    ]);
  });
});

import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { routesIn } from '@waybill/testing';
import { type RunningElement, startElement } from './running-element.js';

function routesOf(app: NestFastifyApplication): string[] {
  const tree = app.getHttpAdapter().getInstance().printRoutes({ commonPrefix: false, includeHooks: false });
  return routesIn(tree);
}

/** What the documents say of the files, parameters written as Fastify writes them. */
async function documented(): Promise<string[]> {
  const found: string[] = [];
  for (const name of ['files', 'waybill']) {
    const text = await readFile(
      new URL(`../../../docs/openapi/${name}.openapi.json`, import.meta.url),
      'utf8',
    );
    const { paths } = JSON.parse(text) as { paths: Record<string, object> };
    for (const [path, methods] of Object.entries(paths))
      if (path.startsWith('/api/v1/files/'))
        for (const method of Object.keys(methods))
          found.push(`${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`);
  }
  return found;
}

const DOWNLOAD = '/api/v1/files/:id/download';
const OPERATIONS = ['GET /health/live', 'GET /health/ready', 'GET /metrics'];

describe('the routes', () => {
  let element: RunningElement;
  beforeAll(async () => {
    element = await startElement();
  }, 60_000);
  afterAll(() => element.stop());

  it('are those of the documents, and those that machines ask', async () => {
    const routed = routesOf(element.service.app)
      // Every method of a download is ours to refuse; HEAD comes with each GET.
      .filter((route) => !route.endsWith(DOWNLOAD) || /^(GET|HEAD) /.test(route))
      .filter((route) => !route.startsWith('HEAD ') || route.endsWith(DOWNLOAD));
    expect(routed.toSorted()).toEqual([...OPERATIONS, ...(await documented())].toSorted());
  });

  it('are closed to whoever brings nothing', async () => {
    const id = '7d444840-9dc0-11d1-b245-5ffdce74fad2';
    for (const route of await documented()) {
      const [method = '', path = ''] = route.split(' ');
      const answer = await fetch(element.url + path.replaceAll(/:\w+/g, id), { method });
      expect({ route, status: answer.status }).toEqual({ route, status: 401 });
    }
  });
});

import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { routesIn } from '@waybill/testing';
import { findRoute } from '../src/routing/find-route.js';
import { startGateway, type TestGateway } from './support/gateway.js';

/** What the gateway answers itself. None of it is a contract: pages, what they are made of, and what machines of the operator ask. */
const OWN = [
  'GET /',
  'GET /index.html',
  'GET /icon.svg',
  'GET /assets/:name',
  'GET /dashboard/config.json',
  'POST /dashboard/sign-in',
  'GET /docs',
  'GET /docs/start.js',
  'GET /docs/page.css',
  'GET /docs/ui/:name',
  'GET /docs/events',
  'GET /docs/events.css',
  'GET /openapi.json',
  'GET /openapi/:document',
  'GET /asyncapi.json',
  'GET /health/live',
  'GET /health/ready',
];

const text = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const { paths } = JSON.parse(text('../../../docs/openapi/waybill-all.openapi.json')) as {
  paths: Record<string, Record<string, unknown>>;
};
const documented = Object.entries(paths).flatMap(([path, methods]) =>
  Object.keys(methods).map((method) => [method.toUpperCase(), path.replaceAll(/\{\w+\}/g, 'x')] as const),
);

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway();
}, 60_000);
afterAll(() => gateway.close());

function routesOf({ app }: TestGateway): string[] {
  const tree = app.getHttpAdapter().getInstance().printRoutes({ commonPrefix: false, includeHooks: false });
  return routesIn(tree);
}

/** Everything else goes through the table of routes. */
const isForwarded = (route: string) => / \/:first(\/?\*)?$/.test(route);

describe('what the gateway routes', () => {
  it('itself is this, and no more', () => {
    const routes = routesOf(gateway).filter((route) => /^(GET|POST|PUT|PATCH|DELETE) /.test(route));
    expect(routes.filter((route) => !isForwarded(route)).toSorted()).toEqual(OWN.toSorted());
  });

  it.each(OWN)('%s is listed where people look for it', (route) =>
    expect(text('../README.md')).toContain(`\`${route.replaceAll(/:(\w+)/g, '{$1}')}\``),
  );

  it.each(documented)('%s %s of the contracts leads to a service', (method, path) =>
    expect(findRoute(method, path)).not.toBeNull(),
  );
});

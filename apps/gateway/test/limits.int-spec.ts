import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@waybill/testing';
import { startGateway, type TestGateway, token } from './support/gateway.js';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({
    RATE_LIMIT_PERSON_PER_SECOND: '1',
    RATE_LIMIT_PERSON_BURST: '10',
    RATE_LIMIT_ADDRESS_PER_SECOND: '1',
    RATE_LIMIT_ADDRESS_BURST: '5',
    TRUST_PROXY: '127.0.0.1',
    METRICS_PORT: '0',
  });
});
afterAll(() => gateway.close());

const from = (address: string) => ({ 'x-forwarded-for': address });

describe('a person', () => {
  it('has a budget of his own: of 20 requests at once 10 pass, the others are 429 in the shape of the edition', async () => {
    const alice = await token('alice');
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        gateway.call('GET', '/downloads', { token: alice, headers: { 'accept-language': 'en' } }),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(10);
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(10);
    expect(refused[0]?.json).toEqual({
      success: false,
      error: { code: 'RATE_LIMITED', message: 'Too many requests, try again later' },
    });
    expect(Number(refused[0]?.headers.get('retry-after'))).toBe(1);
    expect(refused[0]?.headers.get('ratelimit')).toMatch(/^"person";r=0;t=\d+$/);
    expect((await gateway.call('GET', '/downloads', { token: await token('bob') })).status).toBe(200);
  });

  it('passes again when time has passed', async () => {
    const dave = await token('dave');
    const call = () => gateway.call('GET', '/downloads', { token: dave });
    await Promise.all(Array.from({ length: 10 }, call));
    expect((await call()).status).toBe(429);
    await eventually(async () => expect((await call()).status).toBe(200), { everyMs: 200 });
  });

  it('is told what is left, in the fields of the draft and the older ones', async () => {
    const { headers } = await gateway.call('GET', '/downloads', { token: await token('carol') });
    expect(headers.get('ratelimit-policy')).toBe('"person";q=10;w=10');
    expect(headers.get('ratelimit')).toBe('"person";r=9;t=1');
    expect(headers.get('x-ratelimit-limit')).toBe('10');
    expect(headers.get('x-ratelimit-remaining')).toBe('9');
    expect(headers.get('x-ratelimit-reset')).toBe('1');
  });

  it("finds a grant's limit and the gateway's in one list in each header", async () => {
    gateway.services.entitlements.handler = (_request, response) => {
      response.writeHead(201, {
        'ratelimit-policy': '"grants";q=5;w=3600',
        ratelimit: '"grants";r=4;t=3600',
        'x-ratelimit-limit': '5',
      });
      response.end();
    };
    const { headers } = await gateway.call('POST', '/downloads/generate/a1', {
      token: await token('eve'),
      body: '{}',
    });
    expect(headers.get('ratelimit-policy')).toBe('"grants";q=5;w=3600, "person";q=10;w=10');
    expect(headers.get('ratelimit')).toBe('"grants";r=4;t=3600, "person";r=9;t=1');
    expect(headers.get('x-ratelimit-limit')).toBe('5, 10');
  });
});

describe('an address', () => {
  it('has a budget for requests without a valid token, whatever they try', async () => {
    const statuses: number[] = [];
    for (let index = 0; index < 8; index += 1) {
      const answer = await gateway.call('GET', '/downloads', {
        token: `guess.${index}.x`,
        headers: from('203.0.113.7'),
      });
      statuses.push(answer.status);
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429, 429]);
    const neighbour = await gateway.call('GET', '/api/storage/tiers', { headers: from('203.0.113.8') });
    expect(neighbour.status).toBe(200);
    expect(neighbour.headers.get('ratelimit-policy')).toBe('"address";q=5;w=5');
    expect(gateway.services['storage-quotas'].last.headers['x-waybill-network']).toBe('203.0.113.0/24');
  });

  it('of IPv6 is the /64 of a household', async () => {
    const status = async (address: string) =>
      (await gateway.call('GET', '/api/storage/tiers', { headers: from(address) })).status;
    for (let index = 1; index <= 5; index += 1) expect(await status(`2001:db8:1:2::${index}`)).toBe(200);
    expect(await status('2001:db8:1:2:ffff::1')).toBe(429);
    expect(await status('2001:db8:1:3::1')).toBe(200);
    expect(gateway.services['storage-quotas'].last.headers['x-waybill-network']).toBe('2001:db8:1::/48');
  });

  it('may download by ticket as often as it likes', async () => {
    const path = '/api/v1/files/7d444840-9dc0-11d1-b245-5ffdce74fad2/download?token=t';
    const answers = await Promise.all(
      Array.from({ length: 30 }, () => gateway.call('GET', path, { headers: from('198.51.100.1') })),
    );
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(answers[0]?.headers.get('ratelimit')).toBeNull();
  });
});

it('counts what it refused, on a port that is not the public one', async () => {
  const line = gateway.lines.find((one) => one.includes('metrics have a port of their own'));
  const { address } = JSON.parse(String(line)) as { address: { port: number } };
  const metrics = await (await fetch(`http://127.0.0.1:${address.port}/metrics`)).text();
  const refused = metrics
    .split('\n')
    .find((text) => /^gateway_rate_limited_total\{.*policy="person"/.test(text));
  expect(Number(refused?.split(' ').at(-1))).toBeGreaterThan(10);
  expect((await gateway.call('GET', '/metrics')).status).toBe(404);
});

import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { CALLER_HEADER, CallerTokens } from '@waybill/platform';
import Fastify from 'fastify';
import { Pool } from 'undici';
import { readStackFile } from '../../deploy/embedded/stack-file.ts';
import type { TemporaryStack } from '../../deploy/embedded/temporary-stack.ts';
import type { Crowd, Somebody } from './crowd.ts';
import { type Latencies, saturate } from './load.ts';

const ROUNDS = 5;
const SECONDS = 3;
const CALLERS = 16;

export interface HopFigures {
  readonly direct: readonly Latencies[];
  readonly throughGateway: readonly Latencies[];
  readonly bareFastify: readonly Latencies[];
}

/** Whose request it is goes with it, as a person's token or as the caller token that the gateway would make of it. */
type HeadersOf = (person: Somebody) => Record<string, string>;

/** The same request of a person's list, at its service and through the gateway, in turns. */
export async function measureHop(stack: TemporaryStack, crowd: Crowd): Promise<HopFigures> {
  const service = readStackFile(stack.stackFile)?.services['download-sessions']?.url ?? '';
  const fastify = Fastify();
  fastify.get('/downloads', () => ({ success: true }));
  const bare = await fastify.listen({ host: '127.0.0.1', port: 0 });
  const callers = await callerHeaders(stack, crowd);
  const contestants = {
    direct: () => ask(service, crowd, callers),
    throughGateway: () => ask(stack.url, crowd, ({ token }) => ({ authorization: `Bearer ${token}` })),
    bareFastify: () => ask(bare, crowd, () => ({})),
  };
  const figures = { direct: [], throughGateway: [], bareFastify: [] } as Record<
    keyof HopFigures,
    Latencies[]
  >;
  for (let round = 0; round < ROUNDS; round += 1) {
    figures.direct.push(await contestants.direct());
    figures.throughGateway.push(await contestants.throughGateway());
    figures.bareFastify.push(await contestants.bareFastify());
  }
  await fastify.close();
  return figures;
}

async function callerHeaders(stack: TemporaryStack, { people }: Crowd): Promise<HeadersOf> {
  const secret = readFileSync(join(stack.home, 'secrets', 'caller-token-secret'), 'utf8');
  const tokens = new CallerTokens('gateway', secret);
  const signed = await Promise.all(
    people.map(async ({ id }) => {
      const token = await tokens.sign({ subject: id, roles: ['normal'], tier: 'free', service: null });
      return [id, token] as const;
    }),
  );
  const byId = new Map(signed);
  return ({ id }) => ({ [CALLER_HEADER]: byId.get(id) ?? '' });
}

async function ask(origin: string, { people }: Crowd, headersOf: HeadersOf): Promise<Latencies> {
  const pool = new Pool(origin, { connections: CALLERS });
  let turn = 0;
  const figures = await saturate(CALLERS, SECONDS, async () => {
    const person = people[(turn += 1) % people.length];
    if (person === undefined) throw new Error('There is nobody');
    const headers = headersOf(person);
    const { statusCode, body } = await pool.request({
      method: 'GET',
      path: '/downloads?limit=1',
      headers,
    });
    await body.dump();
    if (statusCode !== 200) throw new Error(`${origin} answered ${String(statusCode)}`);
  });
  await pool.close();
  return figures;
}

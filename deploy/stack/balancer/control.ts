import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { type Fault, type LinkState, NO_FAULT } from './fault.ts';
import type { Link } from './link.ts';

const STATES: readonly LinkState[] = ['open', 'cut', 'hung'];

/** `GET /health/ready`, `GET /links`, `PUT /links/{name}` with `{state?, delayMs?}`: for tests that break the network. */
export function controlOf(links: ReadonlyMap<string, Link>): Server {
  return createServer((request, response) => {
    answer(links, request)
      .catch((error: unknown) => ({ status: 400, body: { message: String(error) } }))
      .then(
        ({ status, body }) => write(response, status, body),
        () => response.destroy(),
      );
  });
}

interface Answer {
  readonly status: number;
  readonly body: object;
}

async function answer(links: ReadonlyMap<string, Link>, request: IncomingMessage): Promise<Answer> {
  const path = request.url ?? '';
  if (path === '/health/ready') return { status: 200, body: { status: 'ok' } };
  if (path === '/links') return { status: 200, body: Object.fromEntries([...links].map(describe)) };
  const link = links.get(path.replace('/links/', ''));
  if (link === undefined || request.method !== 'PUT')
    return { status: 404, body: { message: 'no such link' } };
  link.fault = faultOf(JSON.parse(await text(request)) as Partial<Fault>);
  return { status: 200, body: link.fault };
}

function faultOf({ state = NO_FAULT.state, delayMs = NO_FAULT.delayMs }: Partial<Fault>): Fault {
  if (!STATES.includes(state)) throw new Error(`state is one of ${STATES.join(', ')}`);
  if (!(delayMs >= 0)) throw new Error('delayMs is a number of milliseconds');
  return { state, delayMs };
}

const describe = ([name, { fault, connections }]: [string, Link]) =>
  [name, { ...fault, connections }] as const;

function write(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

import { fork } from 'node:child_process';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { entryOf, GATEWAY, nodeOptionsOf, SERVICES } from '../../deploy/embedded/services.ts';
import { end } from './child.ts';
import { type Element, SECRET } from './element.ts';
import type { Contestant } from './contestant.ts';
import { freePort, untilListens } from './ports.ts';

/** More than wrk asks for: the limits of requests are not what is measured. */
const NO_LIMIT = '1000000000';
const ELSEWHERE = 'http://127.0.0.1:1';

/** The gateway as it is deployed, in front of the element; the element's links by its address. */
export async function startGateway(home: string, element: Element): Promise<Contestant> {
  const service = SERVICES.find(({ name }) => name === GATEWAY);
  if (service === undefined) throw new Error('There is no gateway');
  const port = await freePort();
  const log = openSync(join(home, 'gateway.log'), 'w');
  const child = fork(entryOf(service), [], {
    env: { ...process.env, ...environmentOf(port, element) },
    execArgv: nodeOptionsOf(service),
    stdio: ['ignore', log, log, 'ipc'],
  });
  await untilListens(port);
  return {
    name: 'waybill by the gateway',
    origin: `http://127.0.0.1:${String(port)}`,
    paths: element.paths,
    stop: () => end(child),
  };
}

function environmentOf(port: number, element: Element) {
  return {
    NODE_ENV: 'production',
    MALLOC_ARENA_MAX: '2',
    PORT: String(port),
    CALLER_TOKEN_SECRET: SECRET,
    DOWNLOAD_SESSIONS_URL: ELSEWHERE,
    STORAGE_QUOTAS_URL: ELSEWHERE,
    ENTITLEMENTS_URL: ELSEWHERE,
    ANALYTICS_URL: ELSEWHERE,
    STORAGE_ELEMENT_URL: element.origin,
    JWT_SECRET: SECRET,
    JWT_ISSUER: 'bench',
    JWT_AUDIENCE: 'bench',
    RATE_LIMIT_ADDRESS_PER_SECOND: NO_LIMIT,
    RATE_LIMIT_ADDRESS_BURST: NO_LIMIT,
    SHUTDOWN_GRACE_SECONDS: '1',
  };
}

import { type Backing, startInContainer } from '../containers.ts';
import { freePort } from '../free-port.ts';
import { EmbeddedServer } from './embedded-server.ts';

declare global {
  var waybillTestPostgres: Backing | undefined;
}

/**
 * One server for all integration tests of a run: the one that `WAYBILL_TEST_POSTGRES_URL` names, a container where an engine
 * answers, else the one that npm brought.
 */
export default async function startPostgres(): Promise<void> {
  if (process.env.WAYBILL_TEST_POSTGRES_URL !== undefined) return;
  const server =
    (await startInContainer('postgres', await freePort(), say)) ?? (await EmbeddedServer.start());
  say(`PostgreSQL: ${server.description}`);
  globalThis.waybillTestPostgres = server;
  process.env.WAYBILL_TEST_POSTGRES_URL = server.url;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

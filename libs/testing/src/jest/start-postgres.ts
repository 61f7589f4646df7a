import { EmbeddedServer } from './embedded-server.ts';

declare global {
  var waybillTestPostgres: EmbeddedServer | undefined;
}

/** One server for all integration tests of a run; `WAYBILL_TEST_POSTGRES_URL`, where set, names another to use. */
export default async function startPostgres(): Promise<void> {
  if (process.env.WAYBILL_TEST_POSTGRES_URL !== undefined) return;
  globalThis.waybillTestPostgres = await EmbeddedServer.start();
  process.env.WAYBILL_TEST_POSTGRES_URL = globalThis.waybillTestPostgres.url;
}

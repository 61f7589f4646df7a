import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareDatabase } from '../../deploy/embedded/postgres/embedded-database.ts';
import { databaseUrl, ensureDatabases, untilAnswers } from '../../deploy/embedded/postgres/server.ts';

export interface BenchServer {
  url(database: string): string;
  stop(): Promise<void>;
}

/**
 * The server that `npm start` runs, with its settings: what is acknowledged is on the disk. Its data goes with it, unless
 * a home is named that outlives it.
 */
export async function startServer(
  databases: readonly string[],
  kept: string | null = null,
): Promise<BenchServer> {
  const home = kept ?? (await mkdtemp(join(tmpdir(), 'waybill-bench-')));
  await mkdir(home, { recursive: true });
  await chmod(home, 0o755);
  const { program, address } = await prepareDatabase(join(home, 'postgres'), 'bench');
  const server = program.spawn();
  server.stdout?.resume();
  server.stderr?.resume();
  await untilAnswers(address, 20_000);
  await ensureDatabases(address, databases);
  return {
    url: (database) => databaseUrl(address, database),
    stop: async () => {
      const gone = once(server, 'exit');
      server.kill(program.stopSignal);
      await gone;
      if (kept === null) await rm(home, { recursive: true, force: true });
    },
  };
}

import type { Program } from '../supervisor/watched.ts';
import { freePorts } from '../ports.ts';
import { serverAccount } from './account.ts';
import { findBinaries } from './binaries.ts';
import { ensureCluster, type Cluster } from './cluster.ts';
import { spawnServer, stopOrphan, type DatabaseAddress } from './server.ts';

export interface EmbeddedDatabase {
  readonly program: Program;
  readonly address: DatabaseAddress;
}

/** Everything up to starting it: the data folder exists and nobody else works in it. */
export async function prepareDatabase(folder: string, password: string): Promise<EmbeddedDatabase> {
  const account = serverAccount();
  const cluster: Cluster = { folder, account, binaries: await findBinaries(account) };
  await stopOrphan(folder);
  await ensureCluster(cluster, password);
  const [port = 0] = await freePorts(1);
  return { program: programOf(cluster, port), address: { port, password } };
}

/** SIGINT is PostgreSQL's fast shutdown: it ends the sessions and closes the files in order. */
function programOf(cluster: Cluster, port: number): Program {
  return {
    name: 'postgres',
    spawn: () => spawnServer(cluster, port),
    stopSignal: 'SIGINT',
    stopWithinMs: 20_000,
  };
}

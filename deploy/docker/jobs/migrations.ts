import { join } from 'node:path';
import { messagingMigrations } from '@waybill/messaging';
import { idempotencyMigrations, openDatabase } from '@waybill/platform';
import pg from 'pg';
import { ensureStackSecrets, type StackSecrets } from '../../stack/secrets.ts';
import { ROOT } from '../../workspace.ts';
import { databaseUrl, servicesWithDatabase } from '../container-environment.ts';

type Migrations = Parameters<typeof openDatabase>[0]['migrations'];

/** What a service's own module says: with the tables of messaging, and of idempotency where it keeps keys. */
const SHARED: Readonly<Record<string, Migrations>> = {
  'storage-quotas': [...messagingMigrations, ...idempotencyMigrations],
  entitlements: [...messagingMigrations, ...idempotencyMigrations],
  analytics: messagingMigrations,
  'download-sessions': [],
  'storage-element': [],
};

const secrets = await ensureStackSecrets(join(process.env.WAYBILL_HOME ?? '', 'secrets'));
await makeDatabases(secrets);
for (const { name, database } of servicesWithDatabase) {
  const migrations = [...(SHARED[name] ?? []), ...(await ownMigrations(name))];
  const source = await openDatabase({ url: databaseUrl(database, secrets), entities: [], migrations });
  await source.destroy();
  console.log(`${name} is migrated`);
}

async function ownMigrations(service: string): Promise<Migrations> {
  const path = join(ROOT, 'apps', service, 'dist', 'persistence', 'migrations', 'index.js');
  const module = (await import(path)) as Record<string, Migrations>;
  return Object.entries(module).flatMap(([name, list]) => (/migrations$/i.test(name) ? list : []));
}

async function makeDatabases(secrets: StackSecrets): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl('postgres', secrets) });
  await client.connect();
  const { rows } = await client.query<{ datname: string }>('SELECT datname FROM pg_database');
  const existing = new Set(rows.map(({ datname }) => datname));
  for (const { database } of servicesWithDatabase)
    if (!existing.has(database)) await client.query(`CREATE DATABASE ${database}`);
  await client.end();
}

import type { DataSource } from 'typeorm';

async function tablesOf(source: DataSource, ...schemas: string[]): Promise<string[]> {
  const tables = await source.query<{ name: string }[]>(
    `SELECT schemaname || '.' || tablename AS name FROM pg_tables WHERE schemaname = ANY($1) ORDER BY 1`,
    [schemas],
  );
  return tables.map(({ name }) => name);
}

export async function emptyTables(source: DataSource): Promise<void> {
  const tables = await tablesOf(source, 'figures', 'figures_settled', 'history');
  await source.query(`TRUNCATE ${tables.join(', ')}`);
}

/** Every row of every table of figures; rows whose sums are all zero say as much as no row. */
export async function figuresOf(source: DataSource): Promise<Record<string, string[]>> {
  const tables = await tablesOf(source, 'figures');
  const contents = await Promise.all(
    tables.map(async (table) => [table, await rowsOf(source, table)] as const),
  );
  return Object.fromEntries(contents);
}

async function rowsOf(source: DataSource, table: string): Promise<string[]> {
  const rows = await source.query<{ row: Record<string, unknown> }[]>(
    `SELECT to_jsonb(stored) AS row FROM ${table} stored`,
  );
  return rows
    .map(({ row }) => row)
    .filter((row) => table === 'figures.download_state' || saysSomething(row))
    .map((row) => JSON.stringify(row))
    .toSorted();
}

function saysSomething(row: Record<string, unknown>): boolean {
  const numbers = Object.entries(row).filter(([name, value]) => name !== 'hour' && typeof value === 'number');
  return numbers.length === 0 || numbers.some(([, value]) => value !== 0);
}

import { ROLLUP_NAMES, ROLLUPS, type RollupName, type RollupRow } from './rollups.js';

type Flat = Record<string, string | number>;

/** Adds rows up by table and key, so that a batch touches every row of a rollup once. */
export class Sums {
  readonly #tables = new Map<RollupName, Map<string, Flat>>();

  add(rows: readonly RollupRow[], sign: 1 | -1 = 1): this {
    for (const row of rows) this.#addRow(row, sign);
    return this;
  }

  /** Rows that change something, key columns and all measures by name. */
  rowsOf(table: RollupName): Flat[] {
    const measures: readonly string[] = ROLLUPS[table].measures;
    const rows = [...(this.#tables.get(table)?.values() ?? [])];
    return rows.filter((row) => measures.some((measure) => row[measure] !== 0));
  }

  tables(): RollupName[] {
    return ROLLUP_NAMES.filter((table) => this.rowsOf(table).length > 0);
  }

  #addRow({ table, key, measures }: RollupRow, sign: 1 | -1): void {
    const rows = this.#rows(table);
    const id = Object.values(key).join('\n');
    const sum: Flat = rows.get(id) ?? { ...key };
    for (const measure of ROLLUPS[table].measures)
      sum[measure] = Number(sum[measure] ?? 0) + sign * (measures[measure] ?? 0);
    rows.set(id, sum);
  }

  #rows(table: RollupName): Map<string, Flat> {
    const rows = this.#tables.get(table) ?? new Map<string, Flat>();
    this.#tables.set(table, rows);
    return rows;
  }
}

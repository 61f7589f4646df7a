import type { Report, ReportTable } from '../../application/reports.js';

type Cell = string | number;

/** RFC 4180. One table as it is; several as one long table: table, row, column, value. */
export function reportCsv({ tables }: Report): string {
  const [only, ...others] = tables;
  const lines = only !== undefined && others.length === 0 ? [only.columns, ...only.rows] : longTable(tables);
  return lines.map((line) => `${line.map(cellOf).join(',')}\r\n`).join('');
}

function longTable(tables: readonly ReportTable[]): Cell[][] {
  const rows = tables.flatMap(({ title, columns, rows: all }) =>
    all.flatMap(([name = '', ...values]) =>
      values.map((value, index) => [title, name, columns[index + 1] ?? '', value]),
    ),
  );
  return [['table', 'row', 'column', 'value'], ...rows];
}

/** A spreadsheet would run a text that begins like a formula: an apostrophe keeps it a text. */
function cellOf(value: Cell): string {
  if (typeof value === 'number') return String(value);
  const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

import type { Report, ReportTable } from '../../application/reports.js';
import type { ReportKind } from '../../domain/report-periods.js';
import { addDays, dayOf } from '../../domain/utc.js';

const TITLES = {
  'daily-downloads': 'Downloads of the day',
  'weekly-popular': 'Popular files of the week',
} as const satisfies Record<ReportKind, string>;

const STYLE = `
  :root { color-scheme: light dark; font-family: system-ui, sans-serif; }
  body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
  table { border-collapse: collapse; width: 100%; margin-bottom: 2rem; }
  caption { text-align: left; font-weight: 600; padding: 0.5rem 0; }
  th, td { text-align: left; padding: 0.3rem 0.6rem; border-bottom: 1px solid color-mix(in srgb, currentColor 25%, transparent); }
  td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }`;

/** A page that needs nothing but itself. */
export function reportHtml(report: Report): string {
  const title = `${TITLES[report.kind]}, ${periodOf(report)}`;
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title>
<style>${STYLE}</style></head>
<body><main>
<h1>${escaped(title)}</h1>
<p>Published ${report.publishedAt.toISOString()}, metric version ${report.metricVersion}. All times are UTC.</p>
${report.tables.map(tableOf).join('\n')}
</main></body>
</html>
`;
}

function periodOf({ periodStart, periodEnd }: Report): string {
  const first = dayOf(periodStart);
  const last = addDays(dayOf(periodEnd), -1);
  return first === last ? first : `${first} to ${last}`;
}

function tableOf({ title, columns, rows }: ReportTable): string {
  const caption = `<caption>${escaped(title)}</caption>`;
  if (rows.length === 0) return `<table>${caption}<tbody><tr><td>None</td></tr></tbody></table>`;
  const head = columns.map((column) => `<th scope="col">${escaped(column)}</th>`).join('');
  const body = rows.map((row) => `<tr>${row.map(cellOf).join('')}</tr>`).join('\n');
  return `<table>${caption}<thead><tr>${head}</tr></thead><tbody>\n${body}\n</tbody></table>`;
}

function cellOf(value: string | number): string {
  if (typeof value === 'string') return `<td>${escaped(value)}</td>`;
  return `<td class="number">${value.toLocaleString('en-GB')}</td>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

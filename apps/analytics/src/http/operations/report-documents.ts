import type { Report } from '../../application/reports.js';
import { presentReport } from './presenter.js';
import { reportCsv } from './report-csv.js';
import { reportHtml } from './report-html.js';
import type { Format } from './requests.js';

/** An answer as data: the controller writes it out. */
export interface ReportDocument {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What is asked for by name, else by `Accept`: the first of our types that it mentions, else JSON. */
export function chooseFormat(named: Format | undefined, accept: string | undefined): Format {
  if (named !== undefined) return named;
  const types = (accept ?? '').split(',').map((part) => part.split(';')[0]?.trim().toLowerCase());
  const found = types.map((type) => BY_TYPE[type ?? '']).find((format) => format !== undefined);
  return found ?? 'json';
}

const BY_TYPE: Readonly<Record<string, Format>> = {
  'application/json': 'json',
  'text/html': 'html',
  'text/csv': 'csv',
};

export function documentOf(report: Report, format: Format): ReportDocument {
  return { ...WRITERS[format](report) };
}

const WRITERS = {
  json: (report: Report) => ({
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(presentReport(report)),
  }),
  html: (report: Report) => ({
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
      'x-content-type-options': 'nosniff',
    },
    body: reportHtml(report),
  }),
  csv: (report: Report) => ({
    headers: {
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': `attachment; filename="${report.kind}-${dayOf(report)}.csv"`,
    },
    body: reportCsv(report),
  }),
} as const satisfies Record<Format, (report: Report) => ReportDocument>;

function dayOf({ periodStart }: Report): string {
  return periodStart.toISOString().slice(0, 10);
}

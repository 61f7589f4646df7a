import { describe, expect, it } from '@jest/globals';
import type { Report } from '../../application/reports.js';
import { chooseFormat, documentOf } from './report-documents.js';

const report: Report = {
  reportId: '0190d7a0-0000-7000-8000-000000000001',
  kind: 'weekly-popular',
  periodStart: new Date('2026-03-02T00:00:00.000Z'),
  periodEnd: new Date('2026-03-09T00:00:00.000Z'),
  publishedAt: new Date('2026-03-09T00:15:00.000Z'),
  metricVersion: 1,
  tables: [
    {
      title: 'Popular files',
      columns: ['file', 'name', 'completed downloads'],
      rows: [
        ['f1', '=cmd|"/c calc"!A1', 12_345],
        ['f2', '<script>alert(1)</script>, "quoted"\nlines', 2],
      ],
    },
  ],
};

describe('a report as CSV', () => {
  it('is its one table, quoted, and no formula', () => {
    const { headers, body } = documentOf(report, 'csv');
    expect(headers['content-type']).toBe('text/csv; charset=utf-8; header=present');
    expect(headers['content-disposition']).toBe('attachment; filename="weekly-popular-2026-03-02.csv"');
    expect(body).toBe(
      'file,name,completed downloads\r\n' +
        'f1,"\'=cmd|""/c calc""!A1",12345\r\n' +
        'f2,"<script>alert(1)</script>, ""quoted""\nlines",2\r\n',
    );
  });

  it('of several tables is one long table', () => {
    const tables = [
      { title: 'Totals', columns: ['figure', 'value'], rows: [['failed', 3]] },
      { title: 'By type', columns: ['type', 'downloads', 'people'], rows: [['video', 2, 1]] },
    ];
    expect(documentOf({ ...report, tables }, 'csv').body).toBe(
      'table,row,column,value\r\n' +
        'Totals,failed,value,3\r\n' +
        'By type,video,downloads,2\r\n' +
        'By type,video,people,1\r\n',
    );
  });
});

describe('a report as HTML', () => {
  it('shows text as text, and loads nothing', () => {
    const { headers, body } = documentOf(report, 'html');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(body).toContain('<h1>Popular files of the week, 2026-03-02 to 2026-03-08</h1>');
    expect(body).toContain('&lt;script&gt;alert(1)&lt;/script&gt;, &quot;quoted&quot;');
    expect(body).not.toContain('<script');
    expect(body).toContain('<td class="number">12,345</td>');
  });

  it('says that a table is empty', () => {
    const tables = [{ title: 'Alerts', columns: ['rule'], rows: [] }];
    expect(documentOf({ ...report, tables }, 'html').body).toContain('<td>None</td>');
  });
});

describe('the format', () => {
  it.each([
    [undefined, undefined, 'json'],
    [undefined, '*/*', 'json'],
    [undefined, 'text/html,application/xhtml+xml;q=0.9', 'html'],
    [undefined, 'image/png, text/csv', 'csv'],
    ['csv', 'text/html', 'csv'],
  ] as const)('asked for as %s, accepted as %s, is %s', (named, accept, format) =>
    expect(chooseFormat(named, accept)).toBe(format),
  );
});

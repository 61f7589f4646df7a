import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useClient } from '../../api/api-context';
import { bodyOf } from '../../api/client';
import type { TextKey } from '../../text/en';
import { useWording } from '../../text/text';
import { Dialog } from '../../ui/dialog';
import { Download, FileText } from '../../ui/icons';
import { Failed, Loaded } from '../../ui/loaded';
import { Panel } from '../../ui/panel';
import { Table } from '../../ui/table';
import { useReport, useReports } from './queries';
import { saveFile } from './save-file';

type ReportTableData = NonNullable<ReturnType<typeof useReport>['data']>['tables'][number];
type Report = NonNullable<ReturnType<typeof useReports>['data']>['data'][number];

const KINDS: Readonly<Record<string, TextKey>> = {
  'daily-downloads': 'reportDaily',
  'weekly-popular': 'reportWeekly',
};

export function ReportsPanel() {
  const { t, format } = useWording();
  const [open, setOpen] = useState<Report | null>(null);
  const save = useSave();
  const nameOf = ({ kind }: Report) => {
    const key = KINDS[kind];
    return key === undefined ? kind : t(key);
  };
  return (
    <Panel title={t('reports')}>
      {save.error !== null && <Failed error={save.error} />}
      <Loaded query={useReports()} isEmpty={({ data }) => data.length === 0}>
        {({ data }) => (
          <Table
            caption={t('reports')}
            rows={data}
            keyOf={(report) => report.id}
            columns={[
              { title: t('name'), cell: nameOf },
              { title: t('period'), cell: (report) => format.day(report.periodStart) },
              { title: t('published'), cell: (report) => format.time(report.publishedAt) },
              {
                title: t('actions'),
                cell: (report) => (
                  <div className="actions">
                    <button type="button" onClick={() => setOpen(report)}>
                      <FileText className="icon" aria-hidden />
                      {t('read')}
                    </button>
                    <button type="button" disabled={save.isPending} onClick={() => save.mutate(report)}>
                      <Download className="icon" aria-hidden />
                      CSV
                    </button>
                  </div>
                ),
              },
            ]}
          />
        )}
      </Loaded>
      {open !== null && (
        <Dialog title={`${nameOf(open)}, ${format.day(open.periodStart)}`} onClose={() => setOpen(null)}>
          <Tables id={open.id} />
        </Dialog>
      )}
    </Panel>
  );
}

/** The report as it was published: in English, for everybody the same. */
function Tables({ id }: { readonly id: string }) {
  return (
    <Loaded query={useReport(id)}>
      {({ tables }) => tables.map((table) => <ReportTable key={table.title} table={table} />)}
    </Loaded>
  );
}

function ReportTable({ table: { title, columns, rows } }: { readonly table: ReportTableData }) {
  const { t } = useWording();
  return (
    <section lang="en">
      <h3>{title}</h3>
      {rows.length === 0 ? (
        <p className="empty">{t('nothing')}</p>
      ) : (
        <Table<readonly (string | number)[]>
          caption={title}
          rows={rows}
          keyOf={(cells) => cells.join(' ')}
          columns={columns.map((name, index) => ({
            title: name,
            numeric: typeof rows[0]?.[index] === 'number',
            cell: (cells) => cells[index],
          }))}
        />
      )}
    </section>
  );
}

function useSave() {
  const client = useClient();
  return useMutation({
    mutationFn: async ({ id, kind, periodStart }: Report) => {
      const params = { path: { id }, query: { format: 'csv' as const } };
      const csv = await bodyOf(client.GET('/api/reports/{id}', { params, parseAs: 'text' }));
      saveFile(`${kind}-${periodStart.slice(0, 10)}.csv`, 'text/csv', String(csv));
    },
  });
}

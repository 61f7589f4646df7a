import { useWording } from '../../text/text';
import { AlertCircle } from '../../ui/icons';
import { Loaded } from '../../ui/loaded';
import { Panel } from '../../ui/panel';
import { Table } from '../../ui/table';
import { useAlerts, useReports } from './queries';

export function AlertsPanel() {
  const { t, format } = useWording();
  return (
    <Panel title={t('alerts')}>
      <Loaded query={useAlerts()}>
        {({ data }) => {
          const raised = data.filter(({ clearedAt }) => clearedAt === null);
          if (raised.length === 0) return <p className="empty">{t('noAlerts')}</p>;
          return raised.map((alert) => (
            <p key={alert.id} className="notice bad" role="alert">
              <AlertCircle className="icon" aria-hidden />
              <strong>{alert.rule}</strong> {alert.summary}
              <span className="muted">{t('since', { time: format.time(alert.raisedAt) })}</span>
            </p>
          ));
        }}
      </Loaded>
    </Panel>
  );
}

export function ReportsPanel() {
  const { t, format } = useWording();
  return (
    <Panel title={t('reports')}>
      <Loaded query={useReports()} isEmpty={({ data }) => data.length === 0}>
        {({ data }) => (
          <Table
            caption={t('reports')}
            rows={data}
            keyOf={(report) => report.id}
            columns={[
              { title: t('type'), cell: (report) => report.kind },
              { title: t('period'), cell: (report) => format.day(report.periodStart) },
              { title: t('published'), cell: (report) => format.time(report.publishedAt) },
            ]}
          />
        )}
      </Loaded>
    </Panel>
  );
}

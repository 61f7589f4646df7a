import { useWording } from '../../text/text';
import { Loaded } from '../../ui/loaded';
import { Card, Cards, Panel } from '../../ui/panel';
import { Table } from '../../ui/table';
import { AlertsPanel, ReportsPanel } from './alerts-and-reports';
import { FileAnalyticsPanel } from './file-analytics';
import { useToday, useTotals } from './queries';

export default function OperationsPage() {
  const { t } = useWording();
  return (
    <>
      <h1>{t('operations')}</h1>
      <Totals />
      <AlertsPanel />
      <div className="columns">
        <Today />
        <Countries />
      </div>
      <TopAssets />
      <FileAnalyticsPanel />
      <ReportsPanel />
    </>
  );
}

function Totals() {
  const { t, format } = useWording();
  const today = useToday();
  return (
    <Loaded query={useTotals()}>
      {(totals) => (
        <Cards>
          <Card label={t('total')} value={format.count(totals.totalDownloads)} />
          <Card label={t('uniqueUsers')} value={format.count(totals.uniqueUsers)} />
          <Card label={t('uniqueAssets')} value={format.count(totals.uniqueAssets)} />
          <Card
            label={t('last30Days')}
            value={format.count(totals.recentDownloads30Days)}
            note={`${t('perDay')}: ${totals.averageDownloadsPerDay}`}
          />
          <Card
            label={t('successRate')}
            value={today.data === undefined ? '–' : format.percent(today.data.totals.success_rate)}
            tone="good"
          />
        </Cards>
      )}
    </Loaded>
  );
}

function Today() {
  const { t, format } = useWording();
  return (
    <Panel title={t('today')}>
      <Loaded query={useToday()} isEmpty={({ stats_by_type }) => stats_by_type.length === 0}>
        {({ stats_by_type }) => (
          <Table
            caption={t('today')}
            rows={stats_by_type}
            keyOf={(row) => row.file_type}
            columns={[
              { title: t('type'), cell: (row) => row.file_type },
              { title: t('downloads'), numeric: true, cell: (row) => format.count(row.total_downloads) },
              { title: t('people'), numeric: true, cell: (row) => format.count(row.unique_users) },
              { title: t('failedCount'), numeric: true, cell: (row) => format.count(row.failed_count) },
              { title: t('successRate'), numeric: true, cell: (row) => format.percent(row.success_rate) },
            ]}
          />
        )}
      </Loaded>
    </Panel>
  );
}

function Countries() {
  const { t, format } = useWording();
  return (
    <Panel title={t('byCountry')}>
      <Loaded query={useToday()} isEmpty={({ by_country }) => Object.keys(by_country).length === 0}>
        {({ by_country }) => (
          <Table
            caption={t('byCountry')}
            rows={Object.entries(by_country as Record<string, number>)}
            keyOf={([country]) => country}
            columns={[
              { title: t('country'), cell: ([country]) => country },
              { title: t('downloads'), numeric: true, cell: ([, downloads]) => format.count(downloads) },
            ]}
          />
        )}
      </Loaded>
    </Panel>
  );
}

function TopAssets() {
  const { t, format } = useWording();
  return (
    <Panel title={t('topAssets')}>
      <Loaded query={useTotals()} isEmpty={({ topAssets }) => topAssets.length === 0}>
        {({ topAssets }) => (
          <Table
            caption={t('topAssets')}
            rows={topAssets}
            keyOf={(row) => row.assetId}
            columns={[
              { title: t('name'), cell: (row) => row.title },
              { title: t('type'), cell: (row) => row.category ?? '–' },
              { title: t('downloads'), numeric: true, cell: (row) => format.count(row.downloadCount) },
            ]}
          />
        )}
      </Loaded>
    </Panel>
  );
}

import { useWording } from '../../text/text';
import { CalendarDays, CircleCheck, Download, Layers, Users } from '../../ui/icons';
import { Loaded } from '../../ui/loaded';
import { PageHead } from '../../ui/page-head';
import { Card, Cards, Panel } from '../../ui/panel';
import { Table } from '../../ui/table';
import { typeName } from '../../ui/words';
import { AlertsPanel } from './alerts';
import { DayPanels } from './day-panels';
import { FileAnalyticsPanel } from './file-analytics';
import { useDay, useTotals } from './queries';
import { ReportsPanel } from './reports';
import { today } from './today';

export default function OperationsPage() {
  return (
    <>
      <PageHead title="operations" />
      <Totals />
      <AlertsPanel />
      <DayPanels />
      <TopAssets />
      <FileAnalyticsPanel />
      <ReportsPanel />
    </>
  );
}

function Totals() {
  const { t, format } = useWording();
  const day = useDay(today());
  const rate = day.data === undefined ? '–' : format.percent(day.data.totals.success_rate);
  return (
    <Loaded query={useTotals()}>
      {(totals) => (
        <Cards>
          <Card label={t('total')} Icon={Download} value={format.count(totals.totalDownloads)} />
          <Card label={t('uniqueUsers')} Icon={Users} value={format.count(totals.uniqueUsers)} />
          <Card label={t('uniqueAssets')} Icon={Layers} value={format.count(totals.uniqueAssets)} />
          <Card
            label={t('last30Days')}
            Icon={CalendarDays}
            value={format.count(totals.recentDownloads30Days)}
            note={t('perDay', { count: format.decimal(Number(totals.averageDownloadsPerDay)) })}
          />
          <Card label={t('successRateToday')} Icon={CircleCheck} value={rate} tone="good" />
        </Cards>
      )}
    </Loaded>
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
              { title: t('category'), cell: (row) => typeName(t, row.category ?? '–') },
              { title: t('downloads'), numeric: true, cell: (row) => format.count(row.downloadCount) },
            ]}
          />
        )}
      </Loaded>
    </Panel>
  );
}

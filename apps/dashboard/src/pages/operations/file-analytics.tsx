import { lazy, Suspense, useState } from 'react';
import { useWording } from '../../text/text';
import { ErrorBoundary } from '../../ui/error-boundary';
import { CircleCheck, Download, Gauge, HardDrive, Users } from '../../ui/icons';
import { Loaded } from '../../ui/loaded';
import { Card, Cards, Panel } from '../../ui/panel';
import { Countries } from './countries';
import { useFileAnalytics, usePopularFiles } from './queries';

const HourChart = lazy(() => import('./hour-chart'));

export function FileAnalyticsPanel() {
  const { t } = useWording();
  const [fileId, setFileId] = useState('');
  const popular = usePopularFiles();
  const chooser = (
    <label className="inline">
      {t('file')}
      <select value={fileId} onChange={({ target }) => setFileId(target.value)}>
        <option value="">–</option>
        {popular.data?.files.map((file) => (
          <option key={file.file_id} value={file.file_id}>
            {file.file_name}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <Panel title={t('fileAnalytics')} aside={chooser}>
      {fileId === '' ? <p className="empty">{t('chooseFile')}</p> : <Analytics fileId={fileId} />}
    </Panel>
  );
}

function Analytics({ fileId }: { readonly fileId: string }) {
  const { t, format } = useWording();
  return (
    <Loaded query={useFileAnalytics(fileId)}>
      {(file) => (
        <>
          <Cards>
            <Card label={t('completed')} Icon={Download} value={format.count(file.total_downloads)} />
            <Card label={t('people')} Icon={Users} value={format.count(file.unique_downloaders)} />
            <Card
              label={t('served')}
              Icon={HardDrive}
              value={format.bytes(file.total_bandwidth_mb * 1024 ** 2)}
            />
            <Card
              label={t('averageTime')}
              Icon={Gauge}
              value={`${file.avg_download_time_seconds === 0 ? '< ' : ''}${format.duration(Math.max(1, file.avg_download_time_seconds))}`}
            />
            <Card
              label={t('completionRate')}
              Icon={CircleCheck}
              value={format.percent(file.completion_rate)}
            />
          </Cards>
          <h3>{t('byHour')}</h3>
          <ErrorBoundary>
            <Suspense fallback={<div className="chart" />}>
              <HourChart hours={file.hourly_distribution} />
            </Suspense>
          </ErrorBoundary>
          <h3>{t('byCountry')}</h3>
          <Countries downloads={file.geographic_distribution} />
        </>
      )}
    </Loaded>
  );
}

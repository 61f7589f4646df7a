import { lazy, Suspense } from 'react';
import { useLiveDownloads } from '../../live/live-downloads';
import { useWording } from '../../text/text';
import { FileIcon } from '../../ui/file-icon';
import { Activity, TrendingUp } from '../../ui/icons';
import { Loaded } from '../../ui/loaded';
import { Card, Cards, Panel } from '../../ui/panel';
import { ProgressBar } from '../../ui/progress-bar';
import { Status } from '../../ui/status';
import { Table } from '../../ui/table';
import { useBandwidth, useHistory, usePopular, useQueue, useSummary } from './queries';

const BandwidthChart = lazy(() => import('./bandwidth-chart'));
const MOST_RECENT = 10;

export default function OverviewPage() {
  const { t } = useWording();
  const isLive = useLiveDownloads();
  return (
    <>
      <h1>{t('overview')}</h1>
      <Summary />
      <div className="columns">
        <Bandwidth />
        <Queue isLive={isLive} />
      </div>
      <Popular />
      <Recent />
      <Favourites />
    </>
  );
}

function Summary() {
  const { t, format } = useWording();
  return (
    <Loaded query={useSummary()}>
      {(summary) => (
        <Cards>
          <Card label={t('total')} value={format.count(summary.total_downloads)} />
          <Card
            label={t('completed')}
            value={format.count(summary.completed_downloads)}
            tone="good"
            note={t('rate', { rate: format.percent(summary.completion_rate) })}
          />
          <Card
            label={t('failedCount')}
            value={format.count(summary.failed_downloads)}
            {...(summary.failed_downloads > 0 && { tone: 'bad' as const })}
          />
          <Card label={t('totalSize')} value={format.bytes(summary.total_size_mb * 1024 ** 2)} />
          <Card
            label={t('averageSpeed')}
            value={
              summary.avg_download_speed_kbps > 0 ? format.speedKbps(summary.avg_download_speed_kbps) : '–'
            }
          />
        </Cards>
      )}
    </Loaded>
  );
}

function Bandwidth() {
  const { t } = useWording();
  return (
    <Panel title={t('bandwidth')}>
      <Loaded query={useBandwidth()} isEmpty={(data) => data.bandwidth_usage.length === 0}>
        {(data) => (
          <Suspense fallback={<div className="chart" />}>
            <BandwidthChart days={data.bandwidth_usage} />
          </Suspense>
        )}
      </Loaded>
    </Panel>
  );
}

function Queue({ isLive }: { readonly isLive: boolean }) {
  const { t, format } = useWording();
  const aside = (
    <span className="muted">
      <Activity className="icon" aria-hidden /> {t(isLive ? 'live' : 'polling')}
    </span>
  );
  return (
    <Panel title={t('queue')} aside={aside}>
      <Loaded query={useQueue(isLive)} isEmpty={({ count }) => count === 0}>
        {({ queue }) => (
          <ul className="list">
            {queue.map((item) => (
              <li key={item.download_id}>
                <span>
                  {item.file_name} <Status status={item.status} />
                  <br />
                  <span className="muted">
                    {format.bytes(item.bytes_downloaded)} / {format.bytes(item.total_bytes)}
                  </span>
                </span>
                <ProgressBar percent={item.progress_percent} label={item.file_name} />
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Panel>
  );
}

function Popular() {
  const { t, format } = useWording();
  return (
    <Panel title={t('popular')} aside={<TrendingUp className="icon" aria-hidden />}>
      <Loaded query={usePopular()} isEmpty={({ files }) => files.length === 0}>
        {({ files }) => (
          <Table
            caption={t('popular')}
            rows={files}
            keyOf={(file) => file.file_id}
            columns={[
              { title: t('file'), cell: (file) => <NamedFile name={file.file_name} type={file.file_type} /> },
              { title: t('type'), cell: (file) => file.file_type },
              { title: t('downloads'), numeric: true, cell: (file) => format.count(file.total_downloads) },
              { title: t('people'), numeric: true, cell: (file) => format.count(file.unique_downloaders) },
              { title: t('lastDownloaded'), cell: (file) => format.time(file.last_downloaded_at) },
            ]}
          />
        )}
      </Loaded>
    </Panel>
  );
}

function Recent() {
  const { t, format } = useWording();
  return (
    <Panel title={t('recent')}>
      <Loaded query={useHistory()} isEmpty={({ downloads }) => downloads.length === 0}>
        {({ downloads }) => (
          <Table
            caption={t('recent')}
            rows={downloads.slice(0, MOST_RECENT)}
            keyOf={(download) => download.download_id}
            columns={[
              { title: t('file'), cell: (one) => <NamedFile name={one.file_name} type={one.file_type} /> },
              { title: t('type'), cell: (one) => one.file_type },
              { title: t('size'), numeric: true, cell: (one) => format.bytes(one.file_size_bytes) },
              {
                title: t('speed'),
                numeric: true,
                cell: (one) => (one.download_speed_kbps ? format.speedKbps(one.download_speed_kbps) : '–'),
              },
              { title: t('started'), cell: (one) => format.time(one.started_at) },
              { title: t('status'), cell: (one) => <Status status={one.status} /> },
            ]}
          />
        )}
      </Loaded>
    </Panel>
  );
}

function Favourites() {
  const { t } = useWording();
  const { data } = useSummary();
  const types = data?.favorite_file_types ?? [];
  if (types.length === 0) return null;
  return (
    <Panel title={t('favourites')}>
      <div className="chips">
        {types.map((type) => (
          <span key={type} className="chip">
            {type}
          </span>
        ))}
      </div>
    </Panel>
  );
}

function NamedFile({ name, type }: { readonly name: string; readonly type: string }) {
  return (
    <span className="file">
      <FileIcon type={type} />
      {name}
    </span>
  );
}

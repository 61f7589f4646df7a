import { useIsLive } from '../../live/live-context';
import { useWording } from '../../text/text';
import { FileIcon } from '../../ui/file-icon';
import { CircleCheck, CircleX, Download, Gauge, HardDrive } from '../../ui/icons';
import { Loaded } from '../../ui/loaded';
import { PageHead } from '../../ui/page-head';
import { Card, Cards, Panel } from '../../ui/panel';
import { typeName } from '../../ui/words';
import { Bandwidth } from './bandwidth';
import { Popular, Recent } from './file-tables';
import { useSummary } from './queries';
import { Queue } from './queue';

export default function OverviewPage() {
  const isLive = useIsLive();
  return (
    <>
      <PageHead title="overview" />
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
          <Card label={t('total')} Icon={Download} value={format.count(summary.total_downloads)} />
          <Card
            label={t('completed')}
            Icon={CircleCheck}
            value={format.count(summary.completed_downloads)}
            tone="good"
            note={t('rate', { rate: format.percent(summary.completion_rate) })}
          />
          <Card
            label={t('failedCount')}
            Icon={CircleX}
            value={format.count(summary.failed_downloads)}
            {...(summary.failed_downloads > 0 && { tone: 'bad' as const })}
          />
          <Card
            label={t('totalSize')}
            Icon={HardDrive}
            value={format.bytes(summary.total_size_mb * 1024 ** 2)}
          />
          <Card
            label={t('averageSpeed')}
            Icon={Gauge}
            value={
              summary.avg_download_speed_kbps > 0 ? format.speedKbps(summary.avg_download_speed_kbps) : '–'
            }
          />
        </Cards>
      )}
    </Loaded>
  );
}

function Favourites() {
  const { t } = useWording();
  return (
    <Panel title={t('favourites')}>
      <Loaded query={useSummary()} isEmpty={({ favorite_file_types }) => favorite_file_types.length === 0}>
        {({ favorite_file_types }) => (
          <ul className="chips">
            {favorite_file_types.map((type) => (
              <li key={type} className="chip file">
                <FileIcon type={type} />
                {typeName(t, type)}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Panel>
  );
}

import { useWording } from '../../text/text';
import { Activity } from '../../ui/icons';
import { Loaded } from '../../ui/loaded';
import { Panel } from '../../ui/panel';
import { ProgressBar } from '../../ui/progress-bar';
import { Status } from '../../ui/status';
import { useQueue } from './queries';

export function Queue({ isLive }: { readonly isLive: boolean }) {
  const { t, format } = useWording();
  const aside = (
    <span className={isLive ? 'good' : 'muted'} title={t(isLive ? 'liveMeaning' : 'pollingMeaning')}>
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
                <div>
                  {item.file_name} <Status status={item.status} />
                  <div className="muted">
                    {format.bytes(item.bytes_downloaded)} / {format.bytes(item.total_bytes)}
                  </div>
                </div>
                <ProgressBar percent={item.progress_percent} label={item.file_name} />
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Panel>
  );
}

import { useState } from 'react';
import { useLiveDownloads } from '../../live/live-downloads';
import { useWording } from '../../text/text';
import { Plus } from '../../ui/icons';
import { Failed, Loaded } from '../../ui/loaded';
import { Pager } from '../../ui/pager';
import { Panel } from '../../ui/panel';
import { CreateDialog } from './create-dialog';
import { DownloadRow } from './download-row';
import { STATUSES, type StatusFilter, useAction, useDownloads } from './queries';

export default function DownloadsPage() {
  const { t } = useWording();
  const [isCreating, setCreating] = useState(false);
  return (
    <>
      <div className="page-head">
        <h1>{t('downloads')}</h1>
        <button type="button" className="primary" onClick={() => setCreating(true)}>
          <Plus className="icon" aria-hidden />
          {t('newDownload')}
        </button>
      </div>
      <DownloadList />
      {isCreating && <CreateDialog onClose={() => setCreating(false)} />}
    </>
  );
}

function DownloadList() {
  const { t } = useWording();
  const [page, setPage] = useState(1);
  const [status, setStatus] = useState<StatusFilter>('all');
  const downloads = useDownloads(page, status, useLiveDownloads());
  const action = useAction();
  const filter = (wish: string) => {
    setStatus(STATUSES.find((one) => one === wish) ?? 'all');
    setPage(1);
  };
  return (
    <Panel title={t('downloads')} aside={<Filter status={status} onChoose={filter} />}>
      {action.error !== null && <Failed error={action.error} />}
      <Loaded query={downloads} isEmpty={({ data }) => data.items.length === 0}>
        {({ data }) => (
          <>
            <ul className="list downloads">
              {data.items.map((item) => (
                <DownloadRow
                  key={item.id}
                  item={item}
                  isBusy={action.isPending}
                  onAct={(wish) => action.mutate({ id: item.id, action: wish })}
                />
              ))}
            </ul>
            <Pager page={page} pages={data.pagination.totalPages} onChoose={setPage} />
          </>
        )}
      </Loaded>
    </Panel>
  );
}

const WORDS = {
  all: 'all',
  pending: 'pending',
  downloading: 'downloading',
  paused: 'paused',
  completed: 'completed',
  failed: 'failedCount',
  cancelled: 'cancelled',
} as const;

function Filter({
  status,
  onChoose,
}: {
  readonly status: StatusFilter;
  readonly onChoose: (wish: string) => void;
}) {
  const { t } = useWording();
  return (
    <select aria-label={t('status')} value={status} onChange={({ target }) => onChoose(target.value)}>
      {STATUSES.map((one) => (
        <option key={one} value={one}>
          {t(WORDS[one])}
        </option>
      ))}
    </select>
  );
}

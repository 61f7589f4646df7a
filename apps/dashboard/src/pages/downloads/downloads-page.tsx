import { useState } from 'react';
import { useIsLive } from '../../live/live-context';
import { useWording } from '../../text/text';
import { Plus } from '../../ui/icons';
import { Failed, Loaded } from '../../ui/loaded';
import { PageHead } from '../../ui/page-head';
import { Pager } from '../../ui/pager';
import { Panel } from '../../ui/panel';
import { CreateDialog } from './create-dialog';
import { DownloadRow } from './download-row';
import { EVERYTHING, type Filter, Filters } from './filters';
import { useAction, useDownloads } from './queries';

export default function DownloadsPage() {
  const { t } = useWording();
  const [isCreating, setCreating] = useState(false);
  return (
    <>
      <PageHead title="downloads">
        <button type="button" className="primary" onClick={() => setCreating(true)}>
          <Plus className="icon" aria-hidden />
          {t('newDownload')}
        </button>
      </PageHead>
      <DownloadList />
      {isCreating && <CreateDialog onClose={() => setCreating(false)} />}
    </>
  );
}

function DownloadList() {
  const { t, format } = useWording();
  const [page, setPage] = useState(1);
  const [filter, setFilter] = useState<Filter>(EVERYTHING);
  const downloads = useDownloads(page, filter, useIsLive());
  const action = useAction();
  const choose = (wish: Filter) => {
    setFilter(wish);
    setPage(1);
  };
  const total = downloads.data?.data.pagination.total;
  const title = total === undefined ? t('downloads') : `${t('downloads')} (${format.count(total)})`;
  return (
    <Panel title={title} aside={<Filters filter={filter} onChoose={choose} />}>
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

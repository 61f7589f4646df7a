import { useWording } from '../../text/text';
import { FileIcon } from '../../ui/file-icon';
import { TrendingUp } from '../../ui/icons';
import { Loaded } from '../../ui/loaded';
import { Panel } from '../../ui/panel';
import { Status } from '../../ui/status';
import { Table } from '../../ui/table';
import { typeName } from '../../ui/words';
import { useHistory, usePopular } from './queries';

const MOST_RECENT = 10;

export function Popular() {
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
              { title: t('type'), cell: (file) => typeName(t, file.file_type) },
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

export function Recent() {
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
              { title: t('type'), cell: (one) => typeName(t, one.file_type) },
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

function NamedFile({ name, type }: { readonly name: string; readonly type: string }) {
  return (
    <span className="file">
      <FileIcon type={type} />
      {name}
    </span>
  );
}

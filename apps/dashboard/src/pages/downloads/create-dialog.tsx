import { useDeferredValue, useState } from 'react';
import type { components } from '../../api/schema';
import { useWording } from '../../text/text';
import { Dialog } from '../../ui/dialog';
import { FileIcon } from '../../ui/file-icon';
import { Failed, Loaded } from '../../ui/loaded';
import { Pager } from '../../ui/pager';
import { typeName } from '../../ui/words';
import { newKey } from './new-key';
import { sizeFor } from './size-for';
import { useCatalogue, useCreate } from './queries';

type Asset = components['schemas']['WaybillEntitlementsAssetsAnswer']['data'][number];

const QUALITIES = ['480p', '720p', '1080p', '4k'] as const;
export type Quality = (typeof QUALITIES)[number];

/** Chooses from the catalogue; what it will take is known before. */
export function CreateDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useWording();
  const [search, setSearch] = useState('');
  const [page, setPage] = useState(1);
  const [quality, setQuality] = useState<Quality>('720p');
  const catalogue = useCatalogue(useDeferredValue(search), page);
  const create = useCreate();
  const begin = (resourceId: string) =>
    create.mutate({ resourceId, quality, key: newKey() }, { onSuccess: onClose });
  return (
    <Dialog title={t('newDownload')} onClose={onClose}>
      <div className="form">
        <label>
          {t('search')}
          <input
            type="search"
            value={search}
            onChange={({ target }) => (setSearch(target.value), setPage(1))}
          />
        </label>
        <label>
          {t('quality')}
          <select
            value={quality}
            onChange={({ target }) => setQuality(QUALITIES.find((one) => one === target.value) ?? '720p')}
          >
            {QUALITIES.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </label>
      </div>
      {create.error !== null && <Failed error={create.error} />}
      <Loaded query={catalogue} isEmpty={({ data }) => data.length === 0}>
        {({ data, meta }) => (
          <>
            <ul className="list">
              {data.map((asset) => (
                <Choice
                  key={asset.id}
                  asset={asset}
                  quality={quality}
                  isBusy={create.isPending}
                  onChoose={() => begin(asset.id)}
                />
              ))}
            </ul>
            <Pager page={page} pages={meta.totalPages} onChoose={setPage} />
          </>
        )}
      </Loaded>
    </Dialog>
  );
}

interface ChoiceProps {
  readonly asset: Asset;
  readonly quality: Quality;
  readonly isBusy: boolean;
  readonly onChoose: () => void;
}

function Choice({ asset, quality, isBusy, onChoose }: ChoiceProps) {
  const { t, format } = useWording();
  const size = sizeFor(asset, quality);
  return (
    <li>
      <div>
        <strong>{asset.title}</strong>
        <div className="muted">
          <FileIcon type={asset.type} /> {typeName(t, asset.type)}
          {size !== null && ` · ${format.bytes(size)}`}
        </div>
      </div>
      <button
        type="button"
        disabled={isBusy}
        aria-label={`${t('download')}: ${asset.title}`}
        onClick={onChoose}
      >
        {t('download')}
      </button>
    </li>
  );
}

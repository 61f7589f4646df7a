import { useState } from 'react';
import { useWording } from '../../text/text';
import { Confirm } from '../../ui/dialog';
import { Trash2 } from '../../ui/icons';
import { Failed, Loaded } from '../../ui/loaded';
import { Panel } from '../../ui/panel';
import { CLEAN_UPS, type CleanUp, useCleanUp, usePreview } from './queries';

export function CleanUps({ days }: { readonly days: number }) {
  const { t, format } = useWording();
  const cleanUp = useCleanUp();
  return (
    <Panel title={t('cleanUp')}>
      {cleanUp.error !== null && <Failed error={cleanUp.error} />}
      <ul className="list">
        {CLEAN_UPS.map((type) => (
          <CleanUpRow
            key={type}
            type={type}
            days={days}
            isBusy={cleanUp.isPending}
            onClean={() => cleanUp.mutate(type)}
          />
        ))}
      </ul>
      <p role="status" className="good">
        {cleanUp.data !== undefined &&
          t('cleaned', { bytes: format.bytes(Number(cleanUp.data.freed_storage_bytes)) })}
      </p>
    </Panel>
  );
}

interface CleanUpRowProps {
  readonly type: CleanUp;
  readonly days: number;
  readonly isBusy: boolean;
  readonly onClean: () => void;
}

/** What it would free stands beside it, and is asked about once more before it is done. */
function CleanUpRow({ type, days, isBusy, onClean }: CleanUpRowProps) {
  const { t, format } = useWording();
  const [isAsking, setAsking] = useState(false);
  const preview = usePreview(type);
  const title = type === 'old' ? t('cleanOld', { days: format.count(days) }) : t('cleanExpired');
  const count = preview.data?.deleted_count ?? 0;
  const promise = t('wouldFree', {
    bytes: format.bytes(Number(preview.data?.freed_storage_bytes ?? 0)),
    count: format.count(count),
  });
  return (
    <li>
      <div>
        {title}
        <Loaded query={preview}>{() => <div className="muted">{promise}</div>}</Loaded>
      </div>
      <button
        type="button"
        disabled={isBusy || count === 0}
        aria-label={`${t('cleanUp')}: ${title}`}
        onClick={() => setAsking(true)}
      >
        <Trash2 className="icon" aria-hidden />
        {t('cleanUp')}
      </button>
      {isAsking && (
        <Confirm
          title={t('cleanUp')}
          question={`${title}: ${promise}`}
          onConfirm={onClean}
          onClose={() => setAsking(false)}
        />
      )}
    </li>
  );
}

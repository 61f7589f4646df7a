import { useState } from 'react';
import type { components } from '../../api/schema';
import type { TextKey } from '../../text/en';
import { useWording } from '../../text/text';
import { Confirm } from '../../ui/dialog';
import { Ban, Download, Pause, Play, RotateCcw, Trash2 } from '../../ui/icons';
import { useNow } from '../../ui/now';
import { ProgressBar } from '../../ui/progress-bar';
import { Status } from '../../ui/status';
import type { Action } from './queries';

export type Item = components['schemas']['TasksDownloadSessionsListAnswer']['data']['items'][number];

interface DownloadRowProps {
  readonly item: Item;
  readonly isBusy: boolean;
  readonly onAct: (action: Action) => void;
}

export function DownloadRow({ item, isBusy, onAct }: DownloadRowProps) {
  const { t, format } = useWording();
  const left = item.remainingDownloads;
  return (
    <li>
      <div>
        <strong>{item.resourceTitle}</strong> <Status status={item.status} />
        <div className="muted">
          {item.fileName} · {format.bytes(item.downloaded)} / {format.bytes(item.fileSize)}
          {item.status === 'downloading' && (item.speed ?? 0) > 0 && ` · ${format.speed(item.speed ?? 0)}`}
        </div>
        <div className="muted">
          {left === null
            ? t('noLimit')
            : t('limitLeft', { left: format.count(left), limit: format.count(left + item.downloadCount) })}
          <Link item={item} />
        </div>
      </div>
      <ProgressBar percent={item.progress} label={item.resourceTitle} />
      <Actions item={item} isBusy={isBusy} onAct={onAct} />
    </li>
  );
}

/** How long the link still serves; a link of a stopped download is refused, so none is shown. */
function Link({ item }: { readonly item: Item }) {
  const { t, format } = useWording();
  const serves = ['pending', 'downloading', 'completed'].includes(item.status);
  const now = useNow(serves);
  if (item.downloadUrl === null) return <span> · {t('hostedElsewhere')}</span>;
  if (!serves || item.expiresAt === null) return null;
  const seconds = (Date.parse(item.expiresAt) - now) / 1000;
  if (seconds <= 0) return <span> · {t('linkEnded')}</span>;
  return (
    <>
      <span> · {t('linkEnds', { time: format.duration(seconds) })}</span>{' '}
      <a className="link" href={item.downloadUrl} download={item.fileName}>
        <Download className="icon" aria-hidden />
        {t('openLink')}
      </a>
    </>
  );
}

interface Offer {
  readonly action: Action;
  readonly title: TextKey;
  readonly Icon: typeof Play;
  readonly when: readonly string[];
}

const OFFERS: readonly Offer[] = [
  { action: 'start', title: 'start', Icon: Play, when: ['pending'] },
  { action: 'start', title: 'resume', Icon: Play, when: ['paused'] },
  { action: 'start', title: 'renewLink', Icon: RotateCcw, when: ['downloading'] },
  { action: 'pause', title: 'pause', Icon: Pause, when: ['pending', 'downloading'] },
  { action: 'retry', title: 'again', Icon: RotateCcw, when: ['failed'] },
  { action: 'cancel', title: 'cancel', Icon: Ban, when: ['pending', 'downloading', 'paused', 'failed'] },
  { action: 'delete', title: 'remove', Icon: Trash2, when: ['completed', 'failed', 'cancelled'] },
];

function Actions({ item, isBusy, onAct }: DownloadRowProps) {
  const { t } = useWording();
  const [isAsking, setAsking] = useState(false);
  return (
    <div className="actions">
      {OFFERS.filter(({ when }) => when.includes(item.status)).map(({ action, title, Icon }) => (
        <button
          key={title}
          type="button"
          disabled={isBusy}
          aria-label={`${t(title)}: ${item.resourceTitle}`}
          onClick={() => (action === 'delete' ? setAsking(true) : onAct(action))}
        >
          <Icon className="icon" aria-hidden />
          {t(title)}
        </button>
      ))}
      {isAsking && (
        <Confirm
          title={t('remove')}
          question={t('confirmRemove', { name: item.resourceTitle })}
          onConfirm={() => onAct('delete')}
          onClose={() => setAsking(false)}
        />
      )}
    </div>
  );
}

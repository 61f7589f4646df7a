import type { TextKey } from '../text/en';
import { useWording } from '../text/text';

const WORDS: Readonly<Record<string, TextKey>> = {
  pending: 'pending',
  queued: 'queued',
  started: 'downloading',
  downloading: 'downloading',
  paused: 'paused',
  completed: 'completed',
  failed: 'failedCount',
  cancelled: 'cancelled',
};

export function Status({ status }: { readonly status: string }) {
  const { t } = useWording();
  const word = WORDS[status];
  return <span className={`status status-${status}`}>{word === undefined ? status : t(word)}</span>;
}

import type { NumberedState } from '../../application/download-changes.js';
import type { News } from '../../application/follow-downloads.js';
import { momentumOf } from '../../application/momentum.js';
import { accuracyOf, downloadedOf, progressOf } from '../../domain/download-state.js';
import type { LiveDownload } from './live-download.js';

/** WHATWG HTML, section 9.2: news as events, silence as a comment. `id` is what `Last-Event-ID` brings back. */
export function writeNews({ number, changes }: News, isFirst: boolean, now: Date): string {
  if (isFirst) return `retry: 2000\nid: ${number}\nevent: ready\ndata: {}\n\n`;
  if (changes.length === 0) return ': still here\n\n';
  return changes.map((change) => writeChange(change, now)).join('');
}

function writeChange({ number, state }: NumberedState, now: Date): string {
  const { speed, remainingSeconds } = momentumOf(state, now);
  const shown: LiveDownload = {
    downloadId: state.id,
    status: state.status,
    progress: progressOf(state),
    accuracy: accuracyOf(state),
    downloaded: downloadedOf(state),
    fileSize: state.size,
    speed,
    ...(remainingSeconds !== null && { remainingTime: remainingSeconds }),
    deleted: state.deletedAt !== null,
    updatedAt: state.updatedAt.toISOString(),
  };
  return `id: ${number}\nevent: download\ndata: ${JSON.stringify(shown)}\n\n`;
}

/** Null where it is none of ours: then the stream begins now. */
export function lastEventId(header: string | string[] | undefined): number | null {
  const text = typeof header === 'string' ? header : '';
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}

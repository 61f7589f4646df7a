import { SECOND } from '@waybill/kernel';
import { type DownloadState, downloadedOf } from '../domain/download-state.js';
import { speedOf } from '../domain/pace.js';

/** How a download gets on just now. */
export interface Momentum {
  /** bytes per second; 0 unless it runs */
  readonly speed: number;
  /** seconds; null where the speed does not tell */
  readonly remainingSeconds: number | null;
  readonly eta: Date | null;
}

export function momentumOf(state: DownloadState, now: Date): Momentum {
  if (state.status === 'completed') return { speed: 0, remainingSeconds: 0, eta: state.completedAt };
  const speed = state.status === 'downloading' ? speedOf(state.pace, now) : 0;
  if (speed === 0) return { speed, remainingSeconds: null, eta: null };
  const remainingSeconds = Math.ceil((state.size - downloadedOf(state)) / speed);
  return { speed, remainingSeconds, eta: new Date(now.getTime() + remainingSeconds * SECOND) };
}

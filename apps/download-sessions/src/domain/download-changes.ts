import type { DownloadState } from './download-state.js';

/** What happened to a download, with the state it left behind. */
export type DownloadChange = { readonly state: DownloadState } & Happening;

export type Happening =
  | { readonly type: 'created' }
  | { readonly type: 'queued' }
  | { readonly type: 'started'; readonly reason: 'requested' | 'promoted' | 'first-byte' }
  | { readonly type: 'paused'; readonly reason: 'requested' | 'stalled' }
  | { readonly type: 'resumed'; readonly resumeFrom: number | null }
  | { readonly type: 'completed' }
  | { readonly type: 'failed'; readonly reason: string; readonly message: string | null }
  | { readonly type: 'retried' }
  | { readonly type: 'cancelled'; readonly reason: 'requested' | 'deleted' | 'erased' }
  | { readonly type: 'expired'; readonly reason: 'kept-until' | 'auto-delete' }
  | { readonly type: 'deleted'; readonly freedBytes: number };

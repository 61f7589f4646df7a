import type { DomainError } from '@waybill/kernel';
import {
  alreadyCompleted,
  downloadExpired,
  downloadNotFound,
  inProgress,
  invalidState,
} from './download.errors.js';
import type { DownloadState, DownloadStatus } from './download-state.js';

export type Call = 'start' | 'pause' | 'cancel' | 'retry';
/** go: it changes; same: 200 and nothing changes; the others are refusals. */
export type Answer = 'go' | 'same' | 'completed' | 'in progress' | 'state';

/** The table of DESIGN.md, section 3. */
const TRANSITIONS = {
  pending: { start: 'go', pause: 'go', cancel: 'go', retry: 'in progress' },
  downloading: { start: 'same', pause: 'go', cancel: 'go', retry: 'in progress' },
  paused: { start: 'go', pause: 'same', cancel: 'go', retry: 'in progress' },
  failed: { start: 'state', pause: 'state', cancel: 'go', retry: 'go' },
  completed: { start: 'completed', pause: 'completed', cancel: 'completed', retry: 'completed' },
  cancelled: { start: 'state', pause: 'state', cancel: 'same', retry: 'state' },
} as const satisfies Record<DownloadStatus, Record<Call, Answer>>;

/**
 * Whether the call changes anything.
 * @throws DomainError where it is refused: 404 deleted, 410 expired, 409 by the table
 */
export function permits(state: DownloadState, call: Call): boolean {
  assertThere(state);
  const answer: Answer = TRANSITIONS[state.status][call];
  const refused = refusal(answer, state);
  if (refused !== null) throw refused;
  return answer === 'go';
}

/** @throws DomainError `DOWNLOAD_NOT_FOUND` once it is deleted, `DOWNLOAD_EXPIRED` once its copy ran out */
export function assertThere(state: DownloadState): void {
  if (state.deletedAt !== null) throw downloadNotFound();
  if (state.expiredAt !== null) throw downloadExpired(state.id);
}

function refusal(answer: Answer, { id, status }: DownloadState): DomainError | null {
  if (answer === 'completed') return alreadyCompleted(id);
  if (answer === 'in progress') return inProgress(id);
  return answer === 'state' ? invalidState(status) : null;
}

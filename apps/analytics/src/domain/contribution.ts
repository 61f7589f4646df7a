import { type DownloadState, OTHER_TYPE, paceOf } from './download-state.js';
import { type RollupRow, row } from './rollups.js';
import { dayOf, hourOf } from './utc.js';

/** A download that began: only these count (DESIGN.md, section 3, "What counts"). */
type Begun = DownloadState & { readonly begunAt: Date };

/**
 * The rows that a download in this state adds to the rollups; none before its first byte. A download counts once, by its
 * last state: when that changes, the old state's rows go and the new one's come.
 */
export function contribution(state: DownloadState): RollupRow[] {
  if (!hasBegun(state)) return [];
  return [...ofPerson(state), ...ofFile(state), ...ofDay(state), ...reportedBytes(state)];
}

export function hasBegun(state: DownloadState): state is Begun {
  return state.begunAt !== null;
}

function ofPerson(state: Begun): RollupRow[] {
  const user_id = state.userId;
  const pace = movedBy(state);
  const { completed, ...others } = outcome(state);
  return [
    row(
      'person_totals',
      { user_id },
      {
        ...outcome(state),
        ...pace,
        completed_bytes: completed * state.size,
        automated: Number(state.automated),
      },
    ),
    row('person_types', { user_id, file_type: typeOf(state.fileType) }, { completed }),
    row(
      'person_days',
      {
        user_id,
        day: dayOf(state.begunAt),
        resource_type: typeOf(state.resourceType),
        category: state.category ?? '',
      },
      { ...others, completed, ...pace, begun_bytes: state.size },
    ),
    row('person_hours', { user_id, hour: hourOf(state.begunAt).toISOString() }, pace),
  ];
}

function ofFile(state: Begun): RollupRow[] {
  const file_id = state.fileId;
  if (file_id === null) return [];
  const { active_us } = movedBy(state);
  const totals = row(
    'file_totals',
    { file_id },
    { ...outcome(state), active_us, reported_bytes: reported(state), automated: Number(state.automated) },
  );
  return state.status === 'completed' ? [totals, ...ofCompleted(state, file_id)] : [totals];
}

function ofCompleted(state: Begun, file_id: string): RollupRow[] {
  const one = { completed: 1 };
  return [
    row('file_hours', { file_id, hour: state.begunAt.getUTCHours() }, one),
    row('file_countries', { file_id, country: state.country }, one),
    row('file_days', { day: completionDay(state), file_id }, one),
  ];
}

function ofDay(state: Begun): RollupRow[] {
  const day = dayOf(state.begunAt);
  const { begun, completed } = outcome(state);
  return [
    row(
      'day_types',
      { day, file_type: typeOf(state.fileType) },
      {
        ...outcome(state),
        ...movedBy(state),
        completed_bytes: completed * state.size,
        automated: Number(state.automated),
      },
    ),
    row('day_countries', { day, country: state.country }, { begun, completed }),
  ];
}

/** A reported download adds its reported bytes to the bandwidth of the day they were reported on (DESIGN.md, section 9). */
function reportedBytes(state: Begun): RollupRow[] {
  const day = dayOf(state.endedAt ?? state.changedAt);
  return [row('reported_days', { day }, { bytes: reported(state) })];
}

function reported(state: DownloadState): number {
  if (state.accuracy !== 'reported') return 0;
  return state.status === 'completed' ? state.size : state.downloaded;
}

function outcome({ status }: DownloadState) {
  return {
    begun: 1,
    completed: Number(status === 'completed'),
    failed: Number(status === 'failed'),
    cancelled: Number(status === 'cancelled'),
  };
}

function movedBy(state: DownloadState) {
  const { bytes, us } = paceOf(state);
  return { moved_bytes: bytes, active_us: us };
}

export function typeOf(text: string): string {
  return text === '' ? OTHER_TYPE : text;
}

export function completionDay(state: DownloadState): string {
  return dayOf(state.endedAt ?? state.changedAt);
}

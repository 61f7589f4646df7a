/**
 * Every rollup: a table of sums. `key` names the columns that tell rows apart, with their SQL types; `measures` the
 * sums. A row is only ever moved by adding to it, so that rows of all contributions together are the table.
 *
 * `from: states` follow from the last states of downloads; `from: stream` from single events, and are keyed by time.
 */
interface RollupShape {
  readonly from: 'states' | 'stream';
  readonly key: Readonly<Record<string, 'text' | 'date' | 'timestamptz' | 'smallint'>>;
  readonly measures: readonly string[];
}

const OUTCOMES = ['begun', 'completed', 'failed', 'cancelled'] as const;

export const ROLLUPS = {
  person_totals: {
    from: 'states',
    key: { user_id: 'text' },
    measures: [...OUTCOMES, 'completed_bytes', 'moved_bytes', 'active_us', 'automated'],
  },
  person_types: { from: 'states', key: { user_id: 'text', file_type: 'text' }, measures: ['completed'] },
  person_days: {
    from: 'states',
    key: { user_id: 'text', day: 'date', resource_type: 'text', category: 'text' },
    measures: [...OUTCOMES, 'begun_bytes', 'moved_bytes', 'active_us'],
  },
  person_hours: {
    from: 'states',
    key: { user_id: 'text', hour: 'timestamptz' },
    measures: ['moved_bytes', 'active_us'],
  },
  file_totals: {
    from: 'states',
    key: { file_id: 'text' },
    measures: [...OUTCOMES, 'active_us', 'reported_bytes', 'automated'],
  },
  file_hours: { from: 'states', key: { file_id: 'text', hour: 'smallint' }, measures: ['completed'] },
  file_countries: { from: 'states', key: { file_id: 'text', country: 'text' }, measures: ['completed'] },
  file_days: { from: 'states', key: { day: 'date', file_id: 'text' }, measures: ['completed'] },
  day_types: {
    from: 'states',
    key: { day: 'date', file_type: 'text' },
    measures: [...OUTCOMES, 'completed_bytes', 'moved_bytes', 'active_us', 'automated'],
  },
  day_countries: { from: 'states', key: { day: 'date', country: 'text' }, measures: ['begun', 'completed'] },
  reported_days: { from: 'states', key: { day: 'date' }, measures: ['bytes'] },
  served_hours: {
    from: 'stream',
    key: { hour: 'timestamptz' },
    measures: ['bytes', 'automated_bytes'],
  },
  served_files: {
    from: 'stream',
    key: { file_id: 'text', day: 'date' },
    measures: ['bytes', 'automated_bytes'],
  },
  grant_days: { from: 'stream', key: { day: 'date' }, measures: ['issued', 'denied'] },
  signals: { from: 'stream', key: { kind: 'text', minute: 'timestamptz' }, measures: ['events'] },
} as const satisfies Record<string, RollupShape>;

export type RollupName = keyof typeof ROLLUPS;
export const ROLLUP_NAMES = Object.keys(ROLLUPS) as RollupName[];

type KeyOf<N extends RollupName> = Readonly<Record<keyof (typeof ROLLUPS)[N]['key'], string | number>>;
type MeasuresOf<N extends RollupName> = Readonly<
  Partial<Record<(typeof ROLLUPS)[N]['measures'][number], number>>
>;

/** What one download or event adds to one row. */
export interface RollupRow {
  readonly table: RollupName;
  readonly key: Readonly<Record<string, string | number>>;
  readonly measures: Readonly<Record<string, number>>;
}

/** A row that the compiler has compared with its table. */
export function row<N extends RollupName>(table: N, key: KeyOf<N>, measures: MeasuresOf<N>): RollupRow {
  return { table, key, measures: measures as Readonly<Record<string, number>> };
}

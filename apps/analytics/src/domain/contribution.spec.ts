import { describe, expect, it } from '@jest/globals';
import { contribution } from './contribution.js';
import type { DownloadState } from './download-state.js';
import { aState } from '../../test/fixtures/a-state.js';
import type { RollupName } from './rollups.js';
import { Sums } from './sums.js';

const rows = (table: RollupName, change: Partial<DownloadState> = {}) =>
  new Sums().add(contribution(aState(change))).rowsOf(table);

describe('contribution', () => {
  it('of a download that never got a byte is nothing', () => {
    expect(contribution(aState({ status: 'failed', begunAt: null }))).toEqual([]);
  });

  it('counts all that began for the person, completed for the file', () => {
    const running = { status: 'downloading', endedAt: null } as const;
    expect(rows('person_totals', running)).toEqual([
      expect.objectContaining({ user_id: 'ada', begun: 1, completed: 0, completed_bytes: 0 }),
    ]);
    expect(rows('file_days', running)).toEqual([]);
    expect(rows('file_totals', running)).toEqual([expect.objectContaining({ begun: 1, completed: 0 })]);
  });

  it.each(['completed', 'failed', 'cancelled'] as const)(
    'counts one that %s once, by its last state',
    (status) => {
      const outcome = { begun: 1, completed: 0, failed: 0, cancelled: 0, [status]: 1 };
      expect(rows('person_totals', { status })[0]).toMatchObject(outcome);
      expect(rows('day_types', { status })[0]).toMatchObject(outcome);
    },
  );

  it('puts the day and the hour where it began, popularity where it completed', () => {
    expect(rows('day_types')[0]).toMatchObject({ day: '2026-03-01', file_type: 'video' });
    expect(rows('file_hours')).toEqual([{ file_id: 'file-1', hour: 23, completed: 1 }]);
    expect(rows('file_days')).toEqual([{ file_id: 'file-1', day: '2026-03-02', completed: 1 }]);
    expect(rows('person_hours')[0]).toMatchObject({ hour: '2026-03-01T23:00:00.000Z' });
  });

  it('takes the speed from what was served while active', () => {
    expect(rows('person_totals')[0]).toMatchObject({
      moved_bytes: 1200,
      active_us: 4_000_000,
      completed_bytes: 1000,
    });
    expect(rows('person_totals', { status: 'failed' })[0]).toMatchObject({ moved_bytes: 0, active_us: 0 });
  });

  it('of a reported download takes its speed, else its time', () => {
    const reported = { accuracy: 'reported', bytesServed: 0, activeUs: 7_000 } as const;
    // 1000 bytes are 8000 bits: at 16 kbit/s half a second.
    expect(rows('file_totals', { ...reported, speedKbps: 16 })[0]).toMatchObject({ active_us: 500_000 });
    expect(rows('file_totals', reported)[0]).toMatchObject({ active_us: 70 * 60_000_000 });
    expect(rows('person_totals', reported)[0]).toMatchObject({ moved_bytes: 1000 });
  });

  it('adds reported bytes to the day they were reported on, observed ones not', () => {
    expect(rows('reported_days')).toEqual([]);
    expect(rows('reported_days', { accuracy: 'reported' })).toEqual([{ day: '2026-03-02', bytes: 1000 }]);
    const aborted = { accuracy: 'reported', status: 'cancelled', downloaded: 300 } as const;
    expect(rows('reported_days', aborted)).toEqual([{ day: '2026-03-02', bytes: 300 }]);
  });

  it('calls no type other and no category nothing', () => {
    expect(rows('person_days', { resourceType: '', category: null })[0]).toMatchObject({
      resource_type: 'other',
      category: '',
    });
    expect(rows('day_types', { fileType: '' })[0]).toMatchObject({ file_type: 'other' });
  });

  it('shows automata apart without dropping them', () => {
    expect(rows('day_types', { automated: true })[0]).toMatchObject({ begun: 1, automated: 1 });
  });

  it('leaves the file out where none is known', () => {
    expect(rows('file_totals', { fileId: null })).toEqual([]);
    expect(rows('day_types', { fileId: null })).toHaveLength(1);
  });
});

import { MINUTE } from '@waybill/kernel';
import { type RollupRow, row } from './rollups.js';
import { dayOf, hourOf } from './utc.js';

/** Bytes that one report says were delivered. */
export interface Serving {
  readonly fileId: string;
  readonly bytes: number;
  readonly at: Date;
  readonly automated: boolean;
}

/** Bandwidth: bytes served, on the day they were served, aborted ones too (DESIGN.md, section 9). */
export function served({ fileId, bytes, at, automated }: Serving): RollupRow[] {
  const measures = { bytes, automated_bytes: automated ? bytes : 0 };
  return [
    row('served_hours', { hour: hourOf(at).toISOString() }, measures),
    row('served_files', { file_id: fileId, day: dayOf(at) }, measures),
  ];
}

export function granted(at: Date): RollupRow[] {
  return [row('grant_days', { day: dayOf(at) }, { issued: 1 })];
}

export function denied(at: Date): RollupRow[] {
  return [row('grant_days', { day: dayOf(at) }, { denied: 1 })];
}

/** What alert rules count: how often something happened, by minute. */
export type Signal = 'dead-letter' | 'file-damaged' | 'quota-threshold';

export function signalled(kind: Signal, at: Date): RollupRow[] {
  const minute = new Date(Math.floor(at.getTime() / MINUTE) * MINUTE).toISOString();
  return [row('signals', { kind, minute }, { events: 1 })];
}

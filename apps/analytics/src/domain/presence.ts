import { completionDay, hasBegun, typeOf } from './contribution.js';
import type { DownloadState } from './download-state.js';
import { dayOf } from './utc.js';

/** A person's downloads in a scope: the scope's unique people are those who have at least one. */
export interface Presence {
  readonly scope: string;
  readonly userId: string;
  readonly downloads: number;
}

const EVERYWHERE = 'all';
export const dayScope = (day: string) => `day/${day}`;
const dayTypeScope = (day: string, fileType: string) => `day/${day}/${fileType}`;

/** Where a person counts as one of the unique people: those whose download began, by day, by day and type, over all. */
export function presences(state: DownloadState): Presence[] {
  if (!hasBegun(state)) return [];
  const day = dayOf(state.begunAt);
  const scopes = [EVERYWHERE, dayScope(day), dayTypeScope(day, typeOf(state.fileType))];
  return scopes.map((scope) => ({ scope, userId: state.userId, downloads: 1 }));
}

/** A person who has the whole file since that day. Completed is final (DESIGN.md, section 3): it is never taken back. */
export interface Completion {
  readonly fileId: string;
  readonly userId: string;
  readonly day: string;
  readonly at: Date;
}

/** Unique downloaders of a file are those who completed (DESIGN.md, section 9). */
export function completionOf(state: DownloadState): Completion | null {
  if (!hasBegun(state) || state.status !== 'completed' || state.fileId === null) return null;
  const { fileId, userId } = state;
  return { fileId, userId, day: completionDay(state), at: state.endedAt ?? state.changedAt };
}

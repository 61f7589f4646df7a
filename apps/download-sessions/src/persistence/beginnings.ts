import type { ValueTransformer } from 'typeorm';
import { type Beginnings, NO_BEGINNINGS } from '../domain/beginnings.js';

/** Pairs of byte and Unix milliseconds; NULL in the rows of all downloads without a gap, which are nearly all. */
export type BeginningsColumn = readonly (readonly [offset: number, at: number])[] | null;

function readBeginnings(column: BeginningsColumn): Beginnings {
  return column === null ? NO_BEGINNINGS : new Map(column);
}

export function writeBeginnings(known: Beginnings): BeginningsColumn {
  return known.size === 0 ? null : [...known];
}

export const beginnings: ValueTransformer = { from: readBeginnings, to: writeBeginnings };

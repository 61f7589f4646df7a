import type { ValueTransformer } from 'typeorm';
import { ByteSet } from '../domain/byte-set.js';

/** `int8multirange` as text: `{[0,1024),[2048,4096)}`; PostgreSQL writes discrete ranges in this canonical form. */
const RANGE = /\[(\d+),(\d+)\)/g;

export function readMultirange(text: string): ByteSet {
  const ranges = [...text.matchAll(RANGE)].map(([, start, end]) => ({
    start: Number(start),
    end: Number(end),
  }));
  return ByteSet.of(ranges);
}

export function writeMultirange({ ranges }: ByteSet): string {
  return `{${ranges.map(({ start, end }) => `[${start},${end})`).join(',')}}`;
}

export const multirange: ValueTransformer = { from: readMultirange, to: writeMultirange };

export interface Case {
  readonly title: string;
  readonly size: '64k' | '1m' | '1g';
  readonly connections: number;
  /** Random ranges of so many bytes; the whole file where it is absent. */
  readonly range?: number;
  /** What of each contestant's speed is wanted. */
  readonly targets: Readonly<Record<string, number>>;
}

const MIB = 1024 * 1024;
/** Accounting may cost 5 % at 1 MiB. */
const WITHOUT_ACCOUNTS = 'waybill without accounts';

export const CASES: readonly Case[] = [
  { title: '1 GiB on one connection', size: '1g', connections: 1, targets: { nginx: 1 } },
  {
    title: '1 MiB on 32 connections',
    size: '1m',
    connections: 32,
    targets: { nginx: 1, send: 3, [WITHOUT_ACCOUNTS]: 0.95 },
  },
  { title: '64 KiB on 32 connections', size: '64k', connections: 32, targets: { nginx: 0.5, send: 2 } },
  {
    title: 'ranges of 1 MiB out of 1 GiB on 32 connections',
    size: '1g',
    connections: 32,
    range: MIB,
    targets: { nginx: 1 },
  },
];

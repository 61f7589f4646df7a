import type { ContestantName } from './contestant.ts';

/** `of` is to be at least `wanted` times as fast as `to`, in the same round. */
export interface Ratio {
  readonly of: ContestantName;
  readonly to: ContestantName;
  readonly wanted: number;
}

export interface Case {
  readonly name: string;
  readonly title: string;
  readonly size: '64k' | '1m' | '1g';
  readonly connections: number;
  /** Random ranges of so many bytes; the whole file where it is absent. */
  readonly range?: number;
  readonly contestants: readonly ContestantName[];
  readonly ratios: readonly Ratio[];
}

const MIB = 1024 * 1024;
const PEERS = ['waybill', 'nginx', 'send', '@fastify/static'] as const;

const overNginx = (wanted: number): Ratio => ({ of: 'waybill', to: 'nginx', wanted });
const overSend = (wanted: number): Ratio => ({ of: 'waybill', to: 'send', wanted });
const throughGateway: Ratio = { of: 'waybill by the gateway', to: 'waybill', wanted: 0.5 };

export const CASES: readonly Case[] = [
  {
    name: '1g',
    title: '1 GiB on one connection',
    size: '1g',
    connections: 1,
    contestants: [...PEERS, 'waybill by the gateway'],
    ratios: [overNginx(1), throughGateway],
  },
  {
    name: '1m',
    title: '1 MiB on 32 connections',
    size: '1m',
    connections: 32,
    contestants: [...PEERS, 'waybill without accounts', 'waybill by the gateway'],
    ratios: [
      overNginx(1),
      overSend(3),
      // Accounting may cost 5 %.
      { of: 'waybill', to: 'waybill without accounts', wanted: 0.95 },
      throughGateway,
    ],
  },
  {
    name: '64k',
    title: '64 KiB on 32 connections',
    size: '64k',
    connections: 32,
    contestants: PEERS,
    ratios: [overNginx(0.5), overSend(2)],
  },
  {
    name: 'ranges',
    title: 'ranges of 1 MiB out of 1 GiB on 32 connections',
    size: '1g',
    connections: 32,
    range: MIB,
    contestants: PEERS,
    ratios: [overNginx(1)],
  },
];

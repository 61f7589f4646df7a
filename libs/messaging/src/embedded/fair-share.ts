import { partitionOf } from './partition-of.js';

export interface GroupMember {
  readonly member: string;
  readonly topicIds: readonly number[];
}

export interface GroupPartition {
  readonly topicId: number;
  readonly partition: number;
  readonly owner: string | null;
}

/** What one member does next: take what is free, let go what is too much. */
export interface Share {
  readonly claim: readonly GroupPartition[];
  readonly release: readonly GroupPartition[];
}

const WIDE = 2 ** 31;

/**
 * Each topic's partitions are shared evenly among the members that follow it; who gets the odd ones differs from topic
 * to topic. What a member has within its share it keeps, so that a newcomer moves as little as possible.
 */
export function fairShare(
  me: string,
  members: readonly GroupMember[],
  partitions: readonly GroupPartition[],
): Share {
  const shares = [...Map.groupBy(partitions, ({ topicId }) => topicId)].map(([topicId, ofTopic]) =>
    shareOfTopic(me, quota(me, topicId, members, ofTopic.length), ofTopic),
  );
  return { claim: shares.flatMap(({ claim }) => claim), release: shares.flatMap(({ release }) => release) };
}

function quota(me: string, topicId: number, members: readonly GroupMember[], partitions: number): number {
  const order = members
    .filter(({ topicIds }) => topicIds.includes(topicId))
    .map(({ member }) => ({ member, place: partitionOf(`${topicId}/${member}`, WIDE) }))
    .sort((a, b) => a.place - b.place || a.member.localeCompare(b.member));
  const rank = order.findIndex(({ member }) => member === me);
  if (rank < 0) return 0;
  return Math.floor(partitions / order.length) + (rank < partitions % order.length ? 1 : 0);
}

function shareOfTopic(me: string, quota: number, partitions: readonly GroupPartition[]): Share {
  const mine = partitions.filter(({ owner }) => owner === me);
  const free = partitions.filter(({ owner }) => owner === null);
  return { claim: free.slice(0, Math.max(0, quota - mine.length)), release: mine.slice(quota) };
}

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fairShare, type GroupMember, type GroupPartition } from './fair-share.js';

const topics = [1, 2, 3];
const all = (count: number): GroupPartition[] =>
  topics.flatMap((topicId) =>
    Array.from({ length: count }, (_, partition) => ({ topicId, partition, owner: null })),
  );
const members = (count: number): GroupMember[] =>
  Array.from({ length: count }, (_, index) => ({ member: `m-${index}`, topicIds: topics }));

/** Lets each member look in turn, as the group's lock makes them, until nobody has anything to do. */
function settle(group: readonly GroupMember[], start: readonly GroupPartition[]) {
  let partitions = [...start];
  let moves = 0;
  for (let round = 0; round < 4; round += 1) {
    for (const { member } of group) {
      const { claim, release } = fairShare(member, group, partitions);
      moves += release.length;
      partitions = partitions.map((partition) => {
        if (claim.includes(partition)) return { ...partition, owner: member };
        return release.includes(partition) ? { ...partition, owner: null } : partition;
      });
    }
  }
  return { partitions, moves };
}

const counts = (group: readonly GroupMember[], partitions: readonly GroupPartition[], topicId: number) =>
  group.map(
    ({ member }) => partitions.filter((one) => one.topicId === topicId && one.owner === member).length,
  );

describe('the fair share', () => {
  it('gives every partition to somebody, and nobody more than one above another', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 12 }), (people, size) => {
        const group = members(people);
        const { partitions } = settle(group, all(size));
        expect(partitions.every(({ owner }) => owner !== null)).toBe(true);
        for (const topicId of topics) {
          const shares = counts(group, partitions, topicId);
          expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('moves no more than the newcomer’s share', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 12 }), (people, size) => {
        const before = settle(members(people), all(size)).partitions;
        const after = settle(members(people + 1), before);
        expect(after.moves).toBeLessThanOrEqual(topics.length * (Math.ceil(size / (people + 1)) + people));
        for (const topicId of topics) {
          const shares = counts(members(people + 1), after.partitions, topicId);
          expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('gives a topic only to those who follow it', () => {
    const group = [
      { member: 'old', topicIds: [1] },
      { member: 'new', topicIds: [1, 2] },
    ];
    const { partitions } = settle(group, all(6));
    expect(counts(group, partitions, 2)).toEqual([0, 6]);
    expect(counts(group, partitions, 1)).toEqual([3, 3]);
    expect(counts(group, partitions, 3)).toEqual([0, 0]);
  });

  it('spreads what does not divide over the members', () => {
    const group = members(2);
    const many = Array.from({ length: 20 }, (_, topicId) => ({ topicId, partition: 0, owner: null }));
    const everything = group.map((one) => ({ ...one, topicIds: many.map(({ topicId }) => topicId) }));
    const { partitions } = settle(everything, many);
    const shares = group.map(({ member }) => partitions.filter(({ owner }) => owner === member).length);
    expect(Math.min(...shares)).toBeGreaterThan(2);
  });
});

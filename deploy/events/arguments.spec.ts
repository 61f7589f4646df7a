import { describe, expect, it } from '@jest/globals';
import { readEventsArguments } from './arguments.ts';
import { readTopicsArguments } from './topics-arguments.ts';
import { UsageError } from './usage.ts';

const TOPICS = ['waybill.downloads.v1', 'waybill.transfers.v1'];
const read = (...args: string[]) => readEventsArguments(args, TOPICS);

describe('npm run events', () => {
  it('tails everything from now on by default', () =>
    expect(read('tail')).toEqual({
      command: 'tail',
      topics: TOPICS,
      from: 'end',
      key: undefined,
      type: undefined,
      json: false,
    }));

  it('takes short names of topics and types', () =>
    expect(read('tail', 'downloads', '--from', 'beginning', '--type', 'download.completed')).toMatchObject({
      topics: ['waybill.downloads.v1'],
      from: 'beginning',
      type: 'waybill.download.completed',
    }));

  it('replays what it is told to, or only counts it', () =>
    expect(read('replay-dead-letters', '--group', 'analytics', '--topic', 'transfers', '--dry-run')).toEqual({
      command: 'replay-dead-letters',
      group: 'analytics',
      topic: 'waybill.transfers.v1',
      dryRun: true,
    }));

  it.each([[['tial']], [['tail', 'no-such-topic']], [['tail', '--from', 'yesterday']], [['tail', '--nope']]])(
    'does not guess: %s',
    (args) => expect(() => read(...args)).toThrow(UsageError),
  );

  it('helps', () => {
    expect(read()).toBeNull();
    expect(read('tail', '--help')).toBeNull();
  });
});

describe('npm run topics', () => {
  it('makes by default, and only looks with --check', () => {
    expect(readTopicsArguments([])).toEqual({ checkOnly: false, replicationFactor: undefined });
    expect(readTopicsArguments(['--check', '--replication', '3'])).toEqual({
      checkOnly: true,
      replicationFactor: 3,
    });
  });

  it('does not guess', () => {
    expect(() => readTopicsArguments(['--replication', '0'])).toThrow(UsageError);
    expect(() => readTopicsArguments(['all'])).toThrow(UsageError);
  });
});

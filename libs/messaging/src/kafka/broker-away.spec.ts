import { describe, expect, it } from '@jest/globals';
import { isBrokerAway } from './broker-away.js';

interface Said {
  readonly retriable?: boolean;
  readonly cause?: Error;
}

/** As kafkajs makes them: a name, whether it would try again itself, and what it wraps. */
const said = (name: string, { retriable = false, cause }: Said = {}) =>
  Object.assign(new Error('no', { cause }), { name, retriable });
const REFUSED = said('KafkaJSConnectionError', { retriable: true });
const WRONG_PASSWORD = said('KafkaJSSASLAuthenticationError');

describe('isBrokerAway', () => {
  it.each([
    ['a connection that is refused', REFUSED],
    ['one that was refused too often', said('KafkaJSNumberOfRetriesExceeded', { cause: REFUSED })],
    ['a coordinator that a fresh broker has not made yet', said('KafkaJSGroupCoordinatorNotFound')],
    ['a broker that does not answer', said('KafkaJSLockTimeout')],
    ['the same, wrapped', said('KafkaJSNonRetriableError', { cause: said('KafkaJSLockTimeout') })],
  ])('waits for %s', (_what, error) => {
    expect(isBrokerAway(error)).toBe(true);
  });

  it.each([
    ['a wrong password', WRONG_PASSWORD],
    ['a wrong password, often', said('KafkaJSNumberOfRetriesExceeded', { cause: WRONG_PASSWORD })],
    ['what no retry helps', said('KafkaJSNonRetriableError')],
    ['a bug', new TypeError('no such thing')],
    ['nothing at all', undefined],
  ])('does not wait for %s', (_what, error) => {
    expect(isBrokerAway(error)).toBe(false);
  });
});

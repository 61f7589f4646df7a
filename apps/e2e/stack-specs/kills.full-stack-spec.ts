import { afterAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@waybill/testing';
import { countMessages } from '../../../deploy/stack/kafka/count-messages.js';
import { type BackingName, describeFullStack, killBacking } from '../stack/backing.js';
import { kill } from '../stack/services.js';
import { Crowd } from './crowd.js';
import { print } from './print.js';

const SERVICES = [
  'gateway',
  'download-sessions',
  'storage-quotas',
  'entitlements',
  'storage-element',
  'analytics',
];
const BACKING: readonly BackingName[] = ['kafka', 'postgres', 'redis'];
const PATIENCE_MS = 360_000;
const PEOPLE = Number(process.env.WAYBILL_CROWD ?? '200');

afterAll(async () => {
  const { kafkaBrokers } = describeFullStack();
  const count = () => countMessages(kafkaBrokers, 'waybill.dead-letters.v1');
  expect(await eventually(count, { timeoutMs: 60_000 })).toBe(0);
}, PATIENCE_MS);

describe('kill -9 while many download', () => {
  it.each(SERVICES)(
    'of one replica of %s: nothing is lost, nothing is twice',
    (service) => survives(service, PEOPLE, () => strike(service)),
    PATIENCE_MS,
  );

  it.each(BACKING)(
    'of %s: nothing is lost, nothing is twice',
    (name) => survives(name, PEOPLE, () => killBacking(name)),
    PATIENCE_MS,
  );

  it(
    'of the broker and of both replicas of download-sessions: nothing is lost, nothing is twice',
    () =>
      survives('kafka and download-sessions', PEOPLE, () =>
        Promise.all([killBacking('kafka'), strike('download-sessions'), strike('download-sessions-2')]),
      ),
    PATIENCE_MS,
  );
});

/** Under the load of a crowd it may take long; alone it is five seconds (crashes.e2e-spec.ts). */
function strike(service: string): Promise<void> {
  const killed = kill(service);
  return eventually(() => killed.back(), { timeoutMs: 120_000 });
}

async function survives(what: string, people: number, work: () => Promise<unknown>): Promise<void> {
  const crowd = new Crowd(people);
  await crowd.begin();
  const began = Date.now();
  const since = () => `${((Date.now() - began) / 1000).toFixed(1)} s`;
  const [finished, repaired] = await Promise.all([crowd.finish().then(since), work().then(since)]);
  const ledger = await crowd.settle();
  const waited = `${(crowd.longestWaitMs / 1000).toFixed(1)} s`;
  print(
    `kill of ${what}: back after ${repaired}, nobody waited longer than ${waited}, all files whole after ${finished}, all figures right after ${since()}; ${JSON.stringify(ledger)}`,
  );
}

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { alertRaised } from '@waybill/contracts';
import { createDatabase, eventually, type TestDatabase } from '@waybill/testing';
import type { ServiceForTest } from '../support/service-for-test.js';
import { alertOf, newTest, openTopics, type Script, startMember } from './alerts-service.js';
import { Wires } from './wires.js';

/** More than kafkajs tries by itself before it gives up. */
const MANY_REFUSALS = 12;
const PATIENCE = { timeoutMs: 40_000 };

describe('a service that starts while Kafka is away', () => {
  let database: TestDatabase;
  let service: ServiceForTest;
  let wires: Wires;
  let script: Script;

  beforeEach(async () => {
    await openTopics();
    database = await createDatabase('late');
    wires = new Wires();
    wires.cut();
    script = { test: newTest(), happens: () => undefined };
    const kafka = { socketFactory: wires.connect };
    service = await startMember({ url: database.url, script, kafka, waits: false });
  });
  afterEach(async () => {
    await service.close();
    await database.drop();
  });

  const untilRefused = (count: number) =>
    eventually(() => expect(wires.refused).toBeGreaterThan(count), PATIENCE);

  it('goes on asking, is not ready, and lives; what it did meanwhile is told when Kafka is there', async () => {
    await untilRefused(MANY_REFUSALS);
    expect({ joined: service.hasJoined, crashes: service.crashes }).toEqual({ joined: false, crashes: [] });
    const { transactions, outbox } = service;
    await transactions.run((tx) => outbox.append(tx, alertRaised, alertOf(`${script.test}/r`, 'early')));
    await untilRefused(wires.refused + MANY_REFUSALS);
    wires.mend();
    await service.ready();
    expect(service.hasJoined).toBe(true);
    await eventually(
      async () => expect(await service.effects()).toMatchObject([{ what: 'early' }]),
      PATIENCE,
    );
    expect(service.crashes).toEqual([]);
  });

  it('stops when it is told to, also before Kafka was ever there', async () => {
    await untilRefused(1);
    await service.close();
    const { refused } = wires;
    wires.mend();
    expect({ joined: service.hasJoined, crashes: service.crashes, refused: wires.refused }).toEqual({
      joined: false,
      crashes: [],
      refused,
    });
  });
});

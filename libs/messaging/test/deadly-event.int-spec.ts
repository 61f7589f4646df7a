import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { DataSource } from 'typeorm';
import {
  alertRaised,
  createEvent,
  deadLetterParked,
  parseData,
  parseEnvelope,
  TOPICS,
} from '@waybill/contracts';
import { createDatabase, eventually, type TestDatabase } from '@waybill/testing';
import { openBus, openDataSource } from './support/service-for-test.js';

const LOADER = new URL('./support/typescript-loader.ts', import.meta.url).href;
const SERVICE = new URL('./support/deadly-service.ts', import.meta.url).pathname;
const TIMEOUT_MS = 120_000;

const raise = (summary: string) =>
  createEvent(
    alertRaised,
    { alertId: 'a', rule: 'r', summary, value: 1, limit: 1, raisedAt: '2026-11-21T10:00:00.000Z' },
    { service: 'test' },
  );

/** What a starter does: whenever the process ends, another one comes. */
class Starter {
  deaths = 0;
  errors = '';
  #child: ChildProcess | undefined;
  #stopping = false;

  constructor(private readonly args: readonly string[]) {}

  start(): void {
    const child = spawn(process.execPath, ['--import', LOADER, SERVICE, ...this.args], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#child = child;
    child.stderr.on('data', (chunk: Buffer) => (this.errors += chunk.toString()));
    child.once('exit', (_code, signal) => {
      if (this.#stopping) return;
      if (signal === 'SIGKILL') this.deaths += 1;
      this.start();
    });
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    if (this.#child === undefined || this.#child.exitCode !== null) return;
    const gone = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await gone;
  }
}

describe('an event that kills the process', () => {
  let databases: TestDatabase[];
  let source: DataSource;
  let starter: Starter;

  beforeAll(async () => {
    databases = [await createDatabase('service'), await createDatabase('bus')];
    source = await openDataSource(databases[0]?.url ?? '');
    starter = new Starter(databases.map(({ url }) => url));
  }, TIMEOUT_MS);
  afterAll(async () => {
    await starter.stop();
    await source.destroy();
    await Promise.all(databases.map((database) => database.drop()));
  }, TIMEOUT_MS);

  it(
    'is recognised after some restarts and parked, and what stands around it is handled once',
    async () => {
      const bus = openBus(databases[1]?.url ?? '', 'test');
      const around = Array.from({ length: 10 }, (_, index) => raise(String(index)));
      const deadly = raise('deadly');
      await bus.publish(
        [...around.slice(0, 5), deadly, ...around.slice(5)].map((event) => ({
          topic: TOPICS.alerts,
          key: event.subject,
          id: event.id,
          value: JSON.stringify(event),
        })),
      );
      starter.start();
      await eventually(
        async () => {
          const rows = await source.query<{ what: string }[]>('SELECT what FROM effects ORDER BY place');
          expect({ whats: rows.map(({ what }) => what), errors: starter.errors }).toEqual({
            whats: around.map((_, index) => String(index)),
            errors: '',
          });
        },
        { timeoutMs: 90_000, everyMs: 200 },
      );
      // Once with the whole batch, then six times alone.
      expect(starter.deaths).toBe(7);
      const letters: unknown[] = [];
      await bus.subscribe({
        group: 'letters',
        topics: [TOPICS.deadLetters],
        onBatch: (batch) => {
          letters.push(
            ...batch.messages.map(({ value }) => parseData(deadLetterParked, parseEnvelope(value)).data),
          );
          return Promise.resolve();
        },
        onCrash: () => undefined,
      });
      await eventually(() => expect(letters.length).toBeGreaterThan(0));
      expect(letters[0]).toMatchObject({
        group: 'deadly',
        eventId: deadly.id,
        attempts: 6,
        reason: 'The process ended while it handled this message',
      });
      await bus.close();
    },
    TIMEOUT_MS,
  );
});

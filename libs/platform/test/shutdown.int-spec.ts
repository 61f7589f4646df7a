import { once } from 'node:events';
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDatabase, type TestDatabase } from '@waybill/testing';
import { DataSource } from 'typeorm';
import { Readiness } from '../src/index.js';
import { probe } from './support/notes.module.js';
import { startNotes } from './support/service.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase('shutdown');
});
afterAll(() => database.drop());

describe('stopping', () => {
  it('finishes the request that runs, takes no new one, then closes the database', async () => {
    const service = await startNotes(database);
    const source = service.app.get(DataSource, { strict: false });
    const begun = once(probe, 'slow:begun');
    const running = service.call('GET', '/notes/slow');
    await begun;
    const stopped = service.stop();
    expect((await service.app.get(Readiness, { strict: false }).report()).ready).toBe(false);
    await expect(service.call('GET', '/notes/open')).rejects.toThrow();
    expect(source.isInitialized).toBe(true);
    probe.emit('slow:end');
    expect((await running).json).toEqual({ finished: true });
    await stopped;
    expect(source.isInitialized).toBe(false);
  });

  it('does not wait for idle connections', async () => {
    const service = await startNotes(database);
    const agent = new Agent({ keepAlive: true });
    const request = httpRequest(`${service.url}/health/live`, { agent });
    request.end();
    const [answer] = (await once(request, 'response')) as [IncomingMessage];
    answer.resume();
    await once(answer, 'end');
    await service.stop();
    const messages = service.lines.map(({ msg }) => msg);
    expect(messages).toContain('stopped');
    expect(messages).not.toContain('The grace time is over: cutting what still runs');
    agent.destroy();
  });
});

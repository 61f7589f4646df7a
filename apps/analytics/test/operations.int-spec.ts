import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createEvent, deadLetterParked } from '@waybill/contracts';
import { DAY } from '@waybill/kernel';
import { Jobs } from '@waybill/platform';
import { eventually } from '@waybill/testing';
import { PublishReports } from '../src/application/publish-reports.js';
import { ALERT_JOBS } from '../src/jobs/alert-jobs.js';
import { REPORT_JOBS } from '../src/jobs/report-jobs.js';
import { anEvent } from './fixtures/events.js';
import { type RunningAnalytics, startAnalytics } from './service.js';

const SECRET = 'a webhook secret that is long enough';
const RULES = [
  { name: 'failures', kind: 'failure-rate', abovePercent: 50, minDownloads: 4, minutes: 15 },
  { name: 'letters', kind: 'dead-letter', above: 0, minutes: 60 },
];

interface Received {
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
}

let receiver: Server;
let answerWith = 200;
const received: Received[] = [];
let service: RunningAnalytics;

beforeAll(async () => {
  receiver = createServer((request, response) => {
    void text(request).then((body) => {
      received.push({ headers: request.headers, body });
      response.statusCode = answerWith;
      response.end();
    });
  }).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const { port } = receiver.address() as AddressInfo;
  service = await startAnalytics({
    ALERT_RULES: JSON.stringify(RULES),
    ALERT_EVERY_SECONDS: '3600',
    WEBHOOKS: JSON.stringify([{ url: `http://127.0.0.1:${String(port)}/hook`, secret: SECRET }]),
    WEBHOOKS_ALLOW_PRIVATE: 'true',
    REPORT_DELAY_MINUTES: '0',
  });
}, 60_000);
afterAll(async () => {
  receiver.close();
  await service.stop();
});

const run = (job: string) => service.app.get(Jobs, { strict: false }).runNow(job);
const operator = { as: 'root', roles: ['admin'] } as const;
const now = new Date();
const ended = (downloadId: string, status: 'failed' | 'completed', at = now) =>
  anEvent({ downloadId, status, begunAt: at, endedAt: at, changedAt: at });

interface Alerts {
  readonly data: { rule: string; summary: string; clearedAt: string | null }[];
  readonly meta: object;
}
const alerts = async (query = '') => (await service.ask(`/api/alerts${query}`, operator)).body as Alerts;

describe('alerts', () => {
  it('are raised once where enough failed, and not before', async () => {
    await service.record([ended('a', 'failed'), ended('b', 'failed'), ended('c', 'failed')]);
    expect(await run(ALERT_JOBS.evaluate)).toBe(0);
    await service.record([ended('d', 'completed')]);
    expect(await run(ALERT_JOBS.evaluate)).toBe(1);
    expect(await run(ALERT_JOBS.evaluate)).toBe(0);
    expect(await alerts('?state=active')).toMatchObject({
      data: [
        {
          rule: 'failures',
          kind: 'failure-rate',
          summary: '75 % of 4 downloads failed within 15 minutes (limit 50 %)',
          value: 75,
          limit: 50,
          clearedAt: null,
        },
      ],
      meta: { total: 1, page: 1, limit: 20, totalPages: 1 },
    });
  });

  it('reach the webhook as they stand on the bus, signed, once', async () => {
    await eventually(async () => {
      await run(ALERT_JOBS.deliver);
      expect(received).toHaveLength(1);
    });
    expect(await run(ALERT_JOBS.deliver)).toBe(0);
    const [{ headers, body } = { headers: {}, body: '' }] = received;
    expect(headers['content-type']).toContain('application/cloudevents+json');
    expect(JSON.parse(body)).toMatchObject({
      type: 'waybill.alert.raised',
      subject: 'failures',
      id: headers['webhook-id'],
      data: { rule: 'failures', value: 75 },
    });
    const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
    const signature = createHmac('sha256', SECRET).update(signed).digest('base64');
    expect(headers['webhook-signature']).toBe(`v1,${signature}`);
  });

  it('stay until the value came well below the limit, then clear once', async () => {
    // 50 %: at the limit, but within the hysteresis.
    await service.record([ended('e', 'completed'), ended('f', 'completed')]);
    expect(await run(ALERT_JOBS.evaluate)).toBe(0);
    await service.record([ended('g', 'completed')]);
    expect(await run(ALERT_JOBS.evaluate)).toBe(1);
    expect(await run(ALERT_JOBS.evaluate)).toBe(0);
    expect((await alerts('?state=active')).data).toEqual([]);
    expect((await alerts('?state=cleared')).data).toMatchObject([
      { rule: 'failures', clearedAt: expect.any(String) },
    ]);
  });

  it('are tried again at a receiver that fails', async () => {
    await eventually(async () => {
      await run(ALERT_JOBS.deliver);
      expect(received).toHaveLength(2);
    });
    answerWith = 503;
    const parked = createEvent(
      deadLetterParked,
      {
        group: 'g',
        topic: 't',
        partition: 0,
        offset: '1',
        key: null,
        eventId: null,
        attempts: 1,
        reason: 'broken',
        stack: null,
        value: null,
        parkedAt: now.toISOString(),
      },
      { service: 'test', time: now },
    );
    await service.record([parked]);
    expect(await run(ALERT_JOBS.evaluate)).toBe(1);
    await eventually(async () => {
      await run(ALERT_JOBS.deliver);
      expect(received).toHaveLength(3);
    });
    const waiting = await service.source.query<object[]>(
      `SELECT attempts, last_error, next_at > now() AS later FROM webhook_deliveries WHERE next_at IS NOT NULL`,
    );
    expect(waiting).toEqual([{ attempts: 1, last_error: 'Error: The receiver answered 503', later: true }]);
    answerWith = 204;
    await service.source.query(
      `UPDATE webhook_deliveries SET next_at = now() - interval '1 s' WHERE next_at IS NOT NULL`,
    );
    expect(await run(ALERT_JOBS.deliver)).toBe(1);
    expect(received[3]?.body).toBe(received[2]?.body);
  });

  it.each(['?state=loud', '?page=0', '?limit=101'])('refuse %s as a problem', async (query) => {
    const { status, headers, body } = await service.ask(`/api/alerts${query}`, operator);
    expect(status).toBe(400);
    expect(headers.get('content-type')).toContain('application/problem+json');
    expect(body).toMatchObject({ code: 'VALIDATION_FAILED' });
  });
});

interface Reports {
  readonly data: { id: string; kind: string; periodStart: string }[];
}
const yesterday = new Date(now.getTime() - DAY);
const dayOf = (time: Date) => time.toISOString().slice(0, 10);

describe('reports', () => {
  it('are published once, of the days that are over', async () => {
    await service.record([
      ended('y1', 'completed', yesterday),
      ended('y2', 'failed', yesterday),
      anEvent({
        downloadId: 'y3',
        userId: 'bob',
        begunAt: yesterday,
        endedAt: yesterday,
        changedAt: yesterday,
      }),
    ]);
    const published = await run(REPORT_JOBS.publish);
    expect(published).toBeGreaterThanOrEqual(1);
    expect(await run(REPORT_JOBS.publish)).toBe(0);
    const { data } = (await service.ask('/api/reports?kind=daily-downloads', operator)).body as Reports;
    expect(data).toMatchObject([
      { kind: 'daily-downloads', periodStart: `${dayOf(yesterday)}T00:00:00.000Z`, metricVersion: 1 },
    ]);
  });

  it('are published once by twenty at once', async () => {
    await service.source.query(`TRUNCATE reports`);
    const publish = service.app.get(PublishReports, { strict: false });
    const rounds = await Promise.all([...Array(20).keys()].map(() => publish.execute()));
    const [count] = await service.source.query<{ count: number }[]>(
      `SELECT count(*)::int AS count FROM reports`,
    );
    expect(rounds.reduce((sum, done) => sum + done, 0)).toBe(count?.count);
  });

  it('say what that day was like, as JSON, HTML and CSV', async () => {
    const list = (await service.ask('/api/reports?kind=daily-downloads', operator)).body as Reports;
    const path = `/api/reports/${list.data[0]?.id ?? ''}`;
    const json = await service.ask(path, operator);
    expect(json.headers.get('content-type')).toContain('application/json');
    const { tables } = json.body as { tables: { title: string; rows: unknown[][] }[] };
    const totals = Object.fromEntries(
      (tables.find(({ title }) => title === 'Totals')?.rows ?? []) as [string, unknown][],
    );
    expect(totals).toMatchObject({ 'downloads that began': 3, completed: 2, failed: 1, people: 2 });
    expect(tables.find(({ title }) => title === 'Popular files')?.rows).toEqual([
      ['file-1', 'film.mp4', 'video', 2, 2],
    ]);
    const html = await service.ask(path, { ...operator, headers: { accept: 'text/html' } });
    expect(html.headers.get('content-type')).toContain('text/html');
    expect(html.body).toContain('<h1>Downloads of the day, ');
    const csv = await service.ask(`${path}?format=csv`, operator);
    expect(csv.headers.get('content-type')).toContain('text/csv');
    expect(csv.body).toContain('Totals,completed,value,2\r\n');
  });

  it('are announced by an event', async () => {
    await eventually(async () => {
      const rows = await service.source.query<{ type: string }[]>(
        `SELECT event::jsonb ->> 'type' AS type FROM webhook_deliveries
         WHERE event::jsonb #>> '{data,kind}' = 'daily-downloads'`,
      );
      expect(rows.map(({ type }) => type)).toContain('waybill.report.published');
    });
  });

  it('that are none are 404, and ids that are none 400', async () => {
    const missing = await service.ask('/api/reports/0190d7a0-0000-7000-8000-00000000ffff', operator);
    expect(missing).toMatchObject({ status: 404, body: { code: 'REPORT_NOT_FOUND' } });
    expect((await service.ask('/api/reports/latest', operator)).status).toBe(400);
  });
});

describe('who may read them', () => {
  it.each(['/api/alerts', '/api/reports', '/api/reports/0190d7a0-0000-7000-8000-00000000ffff'])(
    '%s',
    async (path) => {
      const roles = ['normal', 'premium', 'admin', 'analyst', 'service'] as const;
      const answers = await Promise.all(roles.map((role) => service.ask(path, { roles: [role] })));
      const refused = answers.map(({ status }) => status === 403);
      expect(refused).toEqual([true, true, false, false, false]);
      expect((await fetch(service.url + path)).status).toBe(401);
    },
  );
});

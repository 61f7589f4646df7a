import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { downloadCompleted, downloadPaused, downloadStarted, grantIssued } from '@waybill/contracts';
import { newDownloadId } from '@waybill/kernel';
import { eventually } from '@waybill/testing';
import { decodeJwt } from 'jose';
import { downloadFacts } from './download-facts.js';
import { type Person, RunningEntitlements } from './running-entitlements.js';
import { buyer, published } from './scenery.js';

const ticketOf = (body: Record<string, unknown>) =>
  decodeJwt(new URL(String(body.url)).searchParams.get('token') ?? '');

describe('store edition, links again and limits', () => {
  let running: RunningEntitlements;
  beforeAll(async () => {
    running = await RunningEntitlements.start();
  });
  afterAll(() => running.stop());
  const generate = (person: Person, assetId: string, body?: object, headers?: Record<string, string>) =>
    running.ask('POST', `/downloads/generate/${assetId}`, person, body, headers);
  const known = (downloadId: string) =>
    eventually(async () => {
      const rows = await running.sql('SELECT 1 FROM downloads WHERE id = $1', [downloadId]);
      expect(rows).toHaveLength(1);
    });

  it('hands the same link out again for 240 s, without counting', async () => {
    const { assetId } = await published(running);
    const person = await buyer(running, assetId);
    const first = await generate(person, assetId);
    running.clock.advance(240_000);
    const again = await generate(person, assetId);
    running.clock.advance(1);
    const later = await generate(person, assetId);
    expect(again.body).toEqual({ ...first.body, expiresIn: 60 });
    expect(later.body.url).not.toBe(first.body.url);
    expect([first, again, later].map(({ headers }) => headers.get('x-ratelimit-remaining'))).toEqual([
      '4',
      '4',
      '3',
    ]);
  });

  it('makes another for another lifetime, quality or person, for the same download', async () => {
    const { assetId } = await published(running);
    const person = await buyer(running, assetId);
    const base = await generate(person, assetId);
    const longer = await generate(person, assetId, { expiresIn: 600 });
    const high = await generate(person, assetId, { quality: 'high' });
    const other = await generate(await buyer(running, assetId), assetId);
    expect(new Set([base, longer, high, other].map(({ body }) => body.url)).size).toBe(4);
    expect(high.body.quality).toBe('1080p');
    expect(ticketOf(longer.body).did).toBe(ticketOf(base.body).did);
    expect(ticketOf(high.body).did).not.toBe(ticketOf(base.body).did);
  });

  it('does not hand out again what has less than 60 s left', async () => {
    const { assetId } = await published(running);
    const person = await buyer(running, assetId);
    const first = await generate(person, assetId, { expiresIn: 100 });
    running.clock.advance(40_001);
    expect((await generate(person, assetId, { expiresIn: 100 })).body.url).not.toBe(first.body.url);
  });

  it('gives one link to 20 who ask at once', async () => {
    const { assetId } = await published(running);
    const person = await buyer(running, assetId);
    const answers = await Promise.all(Array.from({ length: 20 }, () => generate(person, assetId)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 201));
    expect(new Set(answers.map(({ body }) => body.url)).size).toBe(1);
    await eventually(() => {
      expect(running.published(grantIssued).filter(({ userId }) => userId === person.sub)).toHaveLength(1);
    });
  });

  it('refuses the sixth within the hour, says when to come back, and still repeats a link', async () => {
    const { assetId } = await published(running);
    const person = await buyer(running, assetId);
    for (const expiresIn of [300, 301, 302, 303, 304]) {
      expect((await generate(person, assetId, { expiresIn })).status).toBe(201);
      running.clock.advance(1_000);
    }
    const refused = await generate(person, assetId, { expiresIn: 305 });
    expect(refused.status).toBe(409);
    expect(refused.body).toEqual({
      statusCode: 409,
      message: 'Download limit exceeded. Please try again later.',
      error: 'Conflict',
      code: 'RATE_LIMIT_EXCEEDED',
      details: { limit: 5, windowSeconds: 3600, remaining: 0, retryAfterSeconds: 3595 },
    });
    const headers = [
      'retry-after',
      'ratelimit-policy',
      'ratelimit',
      'x-ratelimit-limit',
      'x-ratelimit-remaining',
      'x-ratelimit-reset',
    ];
    expect(headers.map((name) => refused.headers.get(name))).toEqual([
      '3595',
      '"grants";q=5;w=3600',
      '"grants";r=0;t=3595',
      '5',
      '0',
      '3595',
    ]);
    expect((await generate(person, assetId, { expiresIn: 304 })).status).toBe(201);
    running.clock.advance(3_595_000);
    expect((await generate(person, assetId, { expiresIn: 305 })).status).toBe(201);
  });

  it('lets exactly one of 20 through when four are used', async () => {
    const { assetId } = await published(running);
    const person = await buyer(running, assetId);
    for (const expiresIn of [61, 62, 63, 64]) await generate(person, assetId, { expiresIn });
    const lifetimes = Array.from({ length: 20 }, (_, index) => 100 + index);
    const answers = await Promise.all(lifetimes.map((expiresIn) => generate(person, assetId, { expiresIn })));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([201, ...Array.from({ length: 19 }, () => 409)]);
  });

  it('joins a live download, and a paused one with its next generation', async () => {
    const { assetId, fileId } = await published(running);
    const person = await buyer(running, assetId);
    const downloadId = newDownloadId();
    const facts = downloadFacts({ downloadId, userId: person.sub, assetId, fileId });
    await running.publish(downloadStarted, { ...facts, status: 'downloading', reason: 'requested' });
    await known(downloadId);
    const live = await generate(person, assetId);
    expect(ticketOf(live.body)).toMatchObject({ did: downloadId, gen: 1, o: 'store' });
    await running.publish(downloadPaused, { ...facts, revision: 2, status: 'paused', reason: 'requested' });
    await eventually(async () => {
      // The link that was kept is refused by now, so it is not handed out again.
      expect(ticketOf((await generate(person, assetId)).body)).toMatchObject({ did: downloadId, gen: 2 });
    });
  });

  it('opens another download after the first is complete', async () => {
    const { assetId, fileId } = await published(running);
    const person = await buyer(running, assetId);
    const downloadId = newDownloadId();
    const facts = downloadFacts({ downloadId, userId: person.sub, assetId, fileId });
    await running.publish(downloadCompleted, { ...facts, status: 'completed' });
    await known(downloadId);
    expect(ticketOf((await generate(person, assetId)).body).did).not.toBe(downloadId);
  });
});

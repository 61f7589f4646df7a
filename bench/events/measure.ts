import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { createEvent, type TransferServed, transferServed } from '@waybill/contracts';
import { newDownloadId, uuidv7 } from '@waybill/kernel';
import type { OutgoingMessage } from '@waybill/messaging';
import { type BenchService, type HandlerKind, type ServiceUrls, startService } from './service.ts';

export const BACKLOG = 40_000;
export const STEADY_PER_SECOND = 1_000;
const STEADY_SECONDS = 10;

export interface LagMs {
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

/** Messages of a batch of the relay's. */
const PUBLISHED_TOGETHER = 1_000;

/** What the two halves of the way take, each with the machine to itself, a second. */
export interface HalvesPerSecond {
  /** Messages onto the bus, as the relay publishes them. */
  readonly publish: number;
  /** From the bus to the committed effect. */
  readonly consume: number;
}

/** The consumer is up and has caught up; then the events are written, relayed and handled all at once. */
export async function measureBacklog(
  producer: BenchService,
  kind: HandlerKind,
  urls: ServiceUrls,
): Promise<number> {
  const consumer = await startConsumer(kind, urls);
  const target = await startService('bench-watch', urls);
  await untilQuiet(target);
  const before = await handledSoFar(target);
  const started = performance.now();
  for (let left = BACKLOG; left > 0; left -= 500) await append(producer, 500);
  while ((await handledSoFar(target)) < before + BACKLOG) await delay(10);
  const seconds = (performance.now() - started) / 1_000;
  await target.close();
  await consumer.end();
  return BACKLOG / seconds;
}

/** A backlog is published while nobody listens, then handled while nobody publishes. */
export async function measureHalves(producer: BenchService, urls: ServiceUrls): Promise<HalvesPerSecond> {
  const started = performance.now();
  for (let left = BACKLOG; left > 0; left -= PUBLISHED_TOGETHER)
    await producer.bus.publish(Array.from({ length: PUBLISHED_TOGETHER }, message));
  const publish = perSecond(BACKLOG, started);
  return { publish, consume: await measureCatchingUp(urls) };
}

/** From its first committed batch on: before it, the consumer joins its group. */
async function measureCatchingUp(urls: ServiceUrls): Promise<number> {
  const target = await startService('bench-watch', urls);
  const before = await handledSoFar(target);
  const starting = startConsumer('batch', urls);
  let first = before;
  for (; first === before; first = await handledSoFar(target)) await delay(5);
  const started = performance.now();
  while ((await handledSoFar(target)) < before + BACKLOG) await delay(10);
  const consume = perSecond(before + BACKLOG - first, started);
  await (await starting).end();
  await target.close();
  return consume;
}

const perSecond = (count: number, started: number) => (count / (performance.now() - started)) * 1_000;

function message(): OutgoingMessage {
  const event = createEvent(transferServed, transfer(), { service: 'bench' });
  return { topic: transferServed.topic, key: event.subject, id: event.id, value: JSON.stringify(event) };
}

export async function measureLag(producer: BenchService, urls: ServiceUrls): Promise<LagMs> {
  const consumer = await startConsumer('batch', urls);
  const target = await startService('bench-watch', urls);
  await untilQuiet(target);
  const before = await handledSoFar(target);
  consumer.reset();
  const started = performance.now();
  for (let sent = 0; sent < STEADY_PER_SECOND * STEADY_SECONDS; sent += 10) {
    const due = (sent / STEADY_PER_SECOND) * 1_000;
    await delay(Math.max(0, due - (performance.now() - started)));
    await Promise.all(Array.from({ length: 10 }, () => append(producer, 1)));
  }
  while ((await handledSoFar(target)) < before + STEADY_PER_SECOND * STEADY_SECONDS) await delay(10);
  await target.close();
  const lags = (await consumer.end()).sort((a, b) => a - b);
  const at = (share: number) => lags[Math.min(lags.length - 1, Math.floor(lags.length * share))] ?? 0;
  return { p50: at(0.5), p95: at(0.95), max: at(1) };
}

async function startConsumer(kind: HandlerKind, { url, busUrl, brokers }: ServiceUrls) {
  const kafka = brokers === undefined ? [] : [brokers];
  const child = fork(new URL('./consumer.ts', import.meta.url), [url, busUrl, kind, ...kafka]);
  await once(child, 'message');
  return {
    reset: () => {
      child.send('reset');
    },
    end: async (): Promise<number[]> => {
      child.send('end');
      const [lags] = (await once(child, 'message')) as [number[]];
      await once(child, 'exit');
      return lags;
    },
  };
}

async function untilQuiet(service: BenchService): Promise<void> {
  let now = await handledSoFar(service);
  for (let last = -1; now !== last; now = await handledSoFar(service)) {
    last = now;
    await delay(1_500);
  }
}

async function handledSoFar({ source }: BenchService): Promise<number> {
  const rows = await source.query<{ events: number }[]>(
    'SELECT coalesce(sum(events), 0)::int AS events FROM totals',
  );
  return rows[0]?.events ?? 0;
}

function append({ transactions, outbox }: BenchService, count: number): Promise<void> {
  const data = Array.from({ length: count }, transfer);
  return transactions.run((tx) => outbox.append(tx, transferServed, data));
}

function transfer(): TransferServed {
  const now = new Date().toISOString();
  const size = 50_000_000;
  return {
    transferId: uuidv7(),
    sequence: 0,
    outcome: 'complete',
    downloadId: newDownloadId(),
    generation: 1,
    grantId: null,
    userId: `user-${Math.floor(Math.random() * 500)}`,
    assetId: 'asset-1',
    quality: '720p',
    origin: 'tasks',
    fileId: '0190b5a0-0000-7000-8000-000000000001',
    fileName: 'film.mp4',
    size,
    etag: '"abc"',
    ranges: [{ start: 0, end: size }],
    unknown: [],
    bytes: size,
    durationMs: 1_000,
    startedAt: now,
    reportedAt: now,
    client: { network: '192.0.2.0/24', userAgent: 'bench', referrer: null },
  };
}

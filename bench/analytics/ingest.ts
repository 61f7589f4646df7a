import { setTimeout as delay } from 'node:timers/promises';
import {
  type CloudEvent,
  createEvent,
  downloadCompleted,
  downloadCreated,
  type DownloadFacts,
  downloadStarted,
  TOPICS,
  transferServed,
} from '@waybill/contracts';
import { openEventBus } from '@waybill/messaging';
import { pendingDownload, servedTransfer } from '@waybill/testing';
import pg from 'pg';
import type { BenchServer } from '../events/database.ts';
import { startAnalytics } from './service.ts';

const PEOPLE = 2_000;
const FILES = 500;
const CLIENT = { network: '192.0.2.0/24', userAgent: 'Mozilla/5.0 Firefox/140.0', referrer: null };
const ORIGIN = { service: 'bench' };

/** A backlog lies on the bus; the clock runs from the start of the service until its last event is in the history. */
export async function measureIngest(server: BenchServer, count: number): Promise<number> {
  const bus = await openEventBus({ service: 'bench', busDatabaseUrl: server.url('bench_bus') });
  for (let done = 0; done < count / 4; done += 250) await bus.publish(messages(done, 250));
  await bus.close();
  const source = new pg.Client({ connectionString: server.url('bench_ingest') });
  await source.connect();
  const service = await startAnalytics(server.url('bench_ingest'), server.url('bench_bus'));
  const started = performance.now();
  while ((await recorded(source)) < count) await delay(20);
  const seconds = (performance.now() - started) / 1000;
  await service.stop();
  await source.end();
  return count / seconds;
}

async function recorded(source: pg.Client): Promise<number> {
  const { rows } = await source.query<{ last: string | null }>(
    `SELECT last_value AS last FROM history.event_position`,
  );
  return Number(rows[0]?.last ?? 0);
}

function messages(from: number, count: number) {
  return Array.from({ length: count }, (_, index) => lifeOf(from + index))
    .flat()
    .map((event) => ({
      topic: event.type === transferServed.type ? TOPICS.transfers : TOPICS.downloads,
      key: event.subject,
      id: event.id,
      value: JSON.stringify(event),
    }));
}

/** Created, started, one transfer, completed. */
function lifeOf(number: number): CloudEvent[] {
  const facts = factsOf(number);
  const running = { ...facts, revision: 2, status: 'downloading' as const, endedAt: null };
  return [
    createEvent(
      downloadCreated,
      { ...running, revision: 1, status: 'pending', begunAt: null, startedAt: null, batchId: null },
      ORIGIN,
    ),
    createEvent(downloadStarted, { ...running, reason: 'first-byte' }, ORIGIN),
    createEvent(transferServed, transferOf(facts), ORIGIN),
    createEvent(downloadCompleted, facts, ORIGIN),
  ];
}

function factsOf(number: number): DownloadFacts {
  const now = new Date().toISOString();
  return pendingDownload({
    downloadId: `dl_${String(number)}`,
    revision: 3,
    userId: `person-${String(number % PEOPLE)}`,
    assetId: `asset-${String(number % FILES)}`,
    resourceType: ['video', 'software', 'document'][number % 3] ?? 'other',
    category: 'bench',
    fileId: `0190d7a0-0000-7000-8000-${String(number % FILES).padStart(12, '0')}`,
    fileType: ['video', 'archive', 'document'][number % 3] ?? 'other',
    size: 1_000_000,
    status: 'completed',
    downloaded: 1_000_000,
    bytesServed: 1_000_000,
    activeSeconds: 2.5,
    createdAt: now,
    startedAt: now,
    begunAt: now,
    endedAt: now,
    client: CLIENT,
  });
}

function transferOf({ downloadId, userId, assetId, quality, fileId, fileName, size }: DownloadFacts) {
  return servedTransfer({
    downloadId,
    userId,
    assetId,
    quality,
    fileId: fileId ?? '',
    fileName,
    size,
    ranges: [{ start: 0, end: size }],
    bytes: size,
    durationMs: 2500,
    client: CLIENT,
  });
}

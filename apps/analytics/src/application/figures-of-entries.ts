import {
  type DataOf,
  type DownloadFacts,
  deadLetterParked,
  fileDamaged,
  grantDenied,
  grantIssued,
  quotaThresholdCrossed,
  TOPICS,
  contractOf,
  transferServed,
} from '@waybill/contracts';
import type { DownloadState } from '../domain/download-state.js';
import type { RollupRow } from '../domain/rollups.js';
import { denied, granted, served, signalled } from '../domain/streams.js';
import { Sums } from '../domain/sums.js';
import type { HistoryEntry } from './history.js';

/** The news of downloads among the entries. */
export function downloadNews(entries: readonly HistoryEntry[]): DownloadState[] {
  return entries
    .filter(({ event }) => contractOf(event.type)?.topic === TOPICS.downloads)
    .map((entry) => stateOf(entry, entry.event.data as DownloadFacts));
}

/** What the entries add to the rollups that follow from single events. */
export function streamSums(entries: readonly HistoryEntry[]): Sums {
  return entries.reduce((sums, entry) => sums.add(STREAMS[entry.event.type]?.(entry) ?? []), new Sums());
}

/** The time that an entry is counted under: bytes by the time of their report, which is written down a moment later. */
export function countedAt({ event, time }: HistoryEntry): Date {
  if (event.type !== transferServed.type) return time;
  return new Date((event.data as DataOf<typeof transferServed>).reportedAt);
}

const STREAMS: Readonly<Record<string, (entry: HistoryEntry) => RollupRow[]>> = {
  [transferServed.type]: servedRows,
  [grantIssued.type]: ({ time }) => granted(time),
  [grantDenied.type]: ({ time }) => denied(time),
  [deadLetterParked.type]: ({ time }) => signalled('dead-letter', time),
  [fileDamaged.type]: ({ time }) => signalled('file-damaged', time),
  [quotaThresholdCrossed.type]: ({ time }) => signalled('quota-threshold', time),
};

function servedRows(entry: HistoryEntry): RollupRow[] {
  const { fileId, bytes } = entry.event.data as DataOf<typeof transferServed>;
  const { automated } = entry;
  return bytes > 0 ? served({ fileId, bytes, at: countedAt(entry), automated }) : [];
}

function stateOf({ time, country, automated }: HistoryEntry, facts: DownloadFacts): DownloadState {
  return {
    downloadId: facts.downloadId,
    revision: facts.revision,
    userId: facts.userId,
    fileId: facts.fileId ?? facts.assetId,
    fileName: facts.fileName,
    fileType: facts.fileType,
    resourceType: facts.resourceType,
    category: facts.category,
    size: facts.size,
    accuracy: facts.accuracy,
    status: facts.status,
    downloaded: facts.downloaded,
    bytesServed: facts.bytesServed,
    activeUs: Math.round(facts.activeSeconds * 1_000_000),
    speedKbps: facts.speedKbps,
    resumeCount: facts.resumeCount,
    begunAt: timeOf(facts.begunAt),
    endedAt: timeOf(facts.endedAt),
    changedAt: time,
    country,
    automated,
  };
}

function timeOf(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}

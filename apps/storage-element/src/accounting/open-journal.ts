import { join } from 'node:path';
import type { StorageElementConfig } from '../config.js';
import { FileJournal } from './file-journal.js';
import { NoJournal } from './no-journal.js';
import type { TransferJournal } from './transfer-journal.js';

/** On this machine's disk, where there is a folder for it. */
export function openJournal({
  JOURNAL_ROOT,
  STORAGE_ROOT,
  ELEMENT_LEASE_SECONDS,
}: StorageElementConfig): TransferJournal {
  const folder = JOURNAL_ROOT ?? (STORAGE_ROOT === undefined ? undefined : join(STORAGE_ROOT, 'journal'));
  if (folder === undefined) return new NoJournal();
  return new FileJournal({ folder, leaseMs: ELEMENT_LEASE_SECONDS * 1000 });
}

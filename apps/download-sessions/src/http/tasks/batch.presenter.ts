import type { DomainError } from '@waybill/kernel';
import type { Language } from '@waybill/platform';
import type { CleanedUp } from '../../application/clean-up-downloads.js';
import type { Batch, BatchItem } from '../../application/create-batch.js';
import { Download } from '../../domain/download.js';
import type { BatchAnswer, CleanupAnswer } from './answers.js';
import { tasksError } from './error-codes.js';
import { errorText } from './error-texts.js';
import { message } from './messages.js';
import type { Setting } from './presenter.js';

export function presentBatch(
  { id, items }: Batch,
  createArchive: boolean,
  { language }: Setting,
): BatchAnswer {
  const made = items.flatMap(({ outcome }) => (outcome instanceof Download ? [outcome.state] : []));
  return {
    success: true,
    data: {
      batchId: id,
      downloads: items.map((item) => presentItem(item, language)),
      summary: {
        total: items.length,
        successful: made.length,
        failed: items.length - made.length,
        totalSize: made.reduce((sum, { size }) => sum + size, 0),
      },
      // The archive's bytes come with a later edition of the document: it is named, and said not to be there.
      ...(createArchive && { archive: { id: id.replace('batch_', 'archive_'), status: 'unavailable' } }),
    },
    message: message('batchCreated', language),
  };
}

export function presentCleanup({ count, freedBytes }: CleanedUp, { language }: Setting): CleanupAnswer {
  return {
    success: true,
    data: { cleanedCount: count, freedSpace: freedBytes },
    message: message('cleaned', language),
  };
}

function presentItem({ assetId, outcome }: BatchItem, language: Language) {
  if (outcome instanceof Download)
    return { resourceId: assetId, downloadId: outcome.state.id, status: 'created' };
  return { resourceId: assetId, ...presentRefusal(outcome, language) };
}

/** The document writes null for the id of what was not made. */
function presentRefusal({ code: inner, message: otherwise, details }: DomainError, language: Language) {
  const { code } = tasksError(inner, details);
  const text = inner === 'ASSET_NOT_FOUND' ? 'RESOURCE_UNKNOWN' : code;
  return { downloadId: null, status: 'failed', error: errorText(text, language, otherwise), errorCode: code };
}

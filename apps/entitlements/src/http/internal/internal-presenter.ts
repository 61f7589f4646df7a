import type { DomainError } from '@waybill/kernel';
import { isRefused } from '../../application/admission.js';
import type { FileAccess } from '../../application/check-file-access.js';
import type { Decision, DecisionOutcome, Link } from '../../application/decide-downloads.js';
import type { Rendition } from '../../domain/asset.js';

export function presentDecision({ asset, quality, rendition, allowance, link, isContested }: Decision) {
  return {
    assetId: asset.id,
    title: asset.title,
    type: asset.type,
    category: asset.category,
    vendor: asset.vendor,
    thumbnail: asset.thumbnail,
    access: asset.access,
    price: asset.price,
    quality,
    rendition: rendition && presentRendition(rendition),
    originalSizeBytes: asset.originalSizeBytes,
    limit: allowance.limit,
    used: allowance.used,
    remaining: allowance.remaining,
    link: link && presentLink(link),
    isContested,
  };
}

function presentRendition({ quality, fileId, fileName, mediaType, size, etag }: Rendition) {
  return { quality, fileId, fileName, mediaType, size, etag };
}

export function presentLink({ url, expiresAt, grantId }: Link) {
  return { url, expiresAt: expiresAt.toISOString(), grantId };
}

export function presentOutcomes(outcomes: readonly DecisionOutcome[]) {
  return { items: outcomes.map(presentOutcome) };
}

function presentOutcome(outcome: DecisionOutcome) {
  const { downloadId } = outcome.request;
  return isRefused(outcome)
    ? { downloadId, error: presentError(outcome.refusal) }
    : { downloadId, decision: presentDecision(outcome) };
}

function presentError({ kind, code, message, details }: DomainError) {
  return { kind, code, message, details };
}

export function presentFileAccess({ assetId, quality, download }: FileAccess) {
  return {
    allowed: true,
    downloadId: download.downloadId,
    generation: download.generation,
    assetId,
    quality,
  };
}

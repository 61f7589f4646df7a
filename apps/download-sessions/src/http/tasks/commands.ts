import { DAY } from '@waybill/kernel';
import type { ListQuery } from '../../application/download-queries.js';
import type { CleanUpCommand } from '../../application/clean-up-downloads.js';
import { FINAL_STATUSES } from '../../domain/download-state.js';
import type { CleanupQuery, CleanupRequest, ListRequest } from './requests.js';

export function listQuery(userId: string, request: ListRequest): ListQuery {
  const { page, limit, status, resourceType = null, startDate, endDate } = request;
  return {
    userId,
    page,
    limit,
    status: status === 'all' ? null : status,
    resourceType,
    from: startDate === undefined ? null : new Date(startDate),
    // Whole days, the last one included (DESIGN.md, section 9).
    until: endDate === undefined ? null : new Date(new Date(endDate).getTime() + DAY),
  };
}

/** The document asks by a body; a query serves those who cannot send one with DELETE. */
export function cleanUpCommand(userId: string, query: CleanupQuery, body: CleanupRequest): CleanUpCommand {
  const { olderThan = query.olderThan ?? 30, status = query.status ?? FINAL_STATUSES } = body;
  return { userId, olderThanDays: olderThan, statuses: status };
}

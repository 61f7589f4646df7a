import { DomainError } from '@waybill/kernel';
import type { Caller } from '@waybill/platform';
import type { ReportedRef } from '../../domain/reported-downloads.js';

/**
 * The person that a body or path names: the caller himself, or anybody for `admin` and `service` (DESIGN.md, section 2).
 * @throws DomainError 403
 */
export function actingFor(caller: Caller, userId: string): string {
  if (!caller.may(userId)) throw new DomainError('forbidden', 'FORBIDDEN', 'This is not your user_id');
  return userId;
}

/** The download that a path names, as far as the caller may touch it. */
export function refFor(caller: Caller, id: string): ReportedRef {
  return { id, userId: caller.has('admin', 'service') ? null : caller.subject };
}

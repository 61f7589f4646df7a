import { isPublicId, isTier } from '@waybill/kernel';
import { type CallerClaims, isRole } from '@waybill/platform';

/** A person as his token tells, and until when it holds (Unix seconds). */
export interface Identity extends CallerClaims {
  readonly expiresAt: number;
}

export interface ClaimNames {
  readonly subject: string;
  readonly roles: string;
  readonly tier: string;
}

/**
 * The person a verified token names, or null where it names nobody we could serve. No roles are `normal`, unknown ones are
 * dropped, no tier is `free`. A token without an expiry is none.
 */
export function identityOf(payload: Readonly<Record<string, unknown>>, names: ClaimNames): Identity | null {
  const { [names.subject]: subject, [names.roles]: roles, [names.tier]: tier, exp } = payload;
  if (typeof subject !== 'string' || !isPublicId(subject) || typeof exp !== 'number') return null;
  return {
    subject,
    roles: Array.isArray(roles) ? roles.filter(isRole) : ['normal'],
    tier: isTier(tier) ? tier : 'free',
    service: null,
    expiresAt: exp,
  };
}

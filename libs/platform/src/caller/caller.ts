import type { Tier } from '@waybill/kernel';

export const ROLES = ['normal', 'premium', 'admin', 'service', 'analyst'] as const;
export type Role = (typeof ROLES)[number];

export function isRole(text: unknown): text is Role {
  return (ROLES as readonly unknown[]).includes(text);
}

/** What the caller token says. `service` names the service that calls on the subject's behalf, null at the gateway's. */
export interface CallerClaims {
  readonly subject: string;
  readonly roles: readonly Role[];
  readonly tier: Tier;
  readonly service: string | null;
}

/** Who is asking, as the guard established it. */
export class Caller implements CallerClaims {
  readonly subject: string;
  readonly roles: readonly Role[];
  readonly tier: Tier;
  readonly service: string | null;
  readonly requestId: string;

  constructor(claims: CallerClaims & { readonly requestId: string }) {
    this.subject = claims.subject;
    this.roles = claims.roles;
    this.tier = claims.tier;
    this.service = claims.service;
    this.requestId = claims.requestId;
  }

  has(...roles: readonly Role[]): boolean {
    return this.roles.some((role) => roles.includes(role));
  }

  /** Whether a `user_id` in a path or body may be used: his own, or anybody's for admin and service (DESIGN.md, section 2). */
  may(userId: string): boolean {
    return this.subject === userId || this.has('admin', 'service');
  }
}

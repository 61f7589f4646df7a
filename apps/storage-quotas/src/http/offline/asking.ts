import { type Caller } from '@waybill/platform';
import { type Asking } from '../../application/initialize-quota.js';

/** What the caller may point to when he asks for a tier: `admin` and `service` may set any (DESIGN.md, section 4). */
export function asking(caller: Caller): Asking {
  return {
    userId: caller.subject,
    tokenTier: caller.tier,
    unlimited: caller.has('admin', 'service'),
  };
}

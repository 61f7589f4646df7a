import { Controller } from '@nestjs/common';
import { type GrantRevoked, grantRevoked } from '@waybill/contracts';
import { OnEvent } from '@waybill/messaging';
import { FailDownloads } from '../application/fail-downloads.js';

/** Listens to `waybill.grants.v1`: what a refund took back ends the live downloads of it. */
@Controller()
export class GrantsConsumer {
  constructor(private readonly fail: FailDownloads) {}

  @OnEvent(grantRevoked)
  revoked({ downloadIds: ids }: GrantRevoked): Promise<void> {
    return this.fail.execute({ by: 'ids', ids }, 'revoked');
  }
}

import { Controller } from '@nestjs/common';
import { grantRevoked, type GrantRevoked } from '@waybill/contracts';
import { OnEvent } from '@waybill/messaging';
import { AccessDecisions } from '../application/access-decisions.js';
import { StopDownloads } from '../application/stop-downloads.js';

/** A revocation has no generation: it concerns every link that was issued before it. */
@Controller()
export class GrantsConsumer {
  constructor(
    private readonly stop: StopDownloads,
    private readonly decisions: AccessDecisions,
  ) {}

  @OnEvent(grantRevoked)
  async revoked({ userId, downloadIds, revokedAt }: GrantRevoked): Promise<void> {
    this.decisions.forgetPerson(userId);
    const moment = new Date(revokedAt);
    await this.stop.execute(
      downloadIds.map((downloadId) => ({ downloadId, generation: 0, revokedAt: moment })),
    );
  }
}

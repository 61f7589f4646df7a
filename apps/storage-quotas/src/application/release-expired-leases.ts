import { Injectable } from '@nestjs/common';
import { Clock } from '@waybill/kernel';
import { Quotas } from '../domain/quotas.js';

const AT_ONCE = 500;

/** Gives back tentative holds that never became firm. @returns how many */
@Injectable()
export class ReleaseExpiredLeases {
  constructor(
    private readonly quotas: Quotas,
    private readonly clock: Clock,
  ) {}

  async execute(): Promise<number> {
    const now = this.clock.now();
    let released = 0;
    for (;;) {
      const more = await this.releaseSome(now);
      if (more === 0) return released;
      released += more;
    }
  }

  private async releaseSome(now: Date): Promise<number> {
    let released = 0;
    for (const scope of await this.quotas.overdueLeases(now, AT_ONCE)) {
      released += (await this.quotas.update(scope, (quota) => quota.expireLeases(now))) ?? 0;
    }
    return released;
  }
}

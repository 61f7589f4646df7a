import { Injectable } from '@nestjs/common';
import { type Tier } from '@waybill/kernel';
import { type HoldRequest, type PlacedHold, PlaceHolds } from './place-holds.js';

/** Places one tentative hold. @throws DomainError `INSUFFICIENT_STORAGE`, `INVALID_STATE` */
@Injectable()
export class PlaceHold {
  constructor(private readonly placeHolds: PlaceHolds) {}

  async execute(request: HoldRequest & { userId: string; tier: Tier }): Promise<PlacedHold> {
    const { userId, tier, ...item } = request;
    const [outcome] = await this.placeHolds.execute({ userId, tier, items: [item] });
    if (outcome === undefined) throw new Error('One hold was asked for and none was answered');
    if ('error' in outcome) throw outcome.error;
    return outcome.hold;
  }
}

import { Injectable } from '@nestjs/common';
import type { TransferServed } from '@waybill/contracts';
import { Transactions } from '@waybill/messaging';
import { Places, type ServedBytes } from './places.js';

/** Counts the bytes of transfers towards the places of their downloads. */
@Injectable()
export class RecordTransfers {
  constructor(
    private readonly transactions: Transactions,
    private readonly places: Places,
  ) {}

  async execute(transfers: readonly TransferServed[]): Promise<void> {
    const served = transfers.flatMap(servedBytes);
    if (served.length > 0) await this.transactions.run(() => this.places.recordServed(served));
  }
}

/** HEAD, 304 and empty bodies count for nothing, and neither does what belongs to no download. */
function servedBytes({ downloadId, size, bytes }: TransferServed): ServedBytes[] {
  return downloadId === null || bytes === 0 ? [] : [{ downloadId, size, bytes }];
}

import { Controller } from '@nestjs/common';
import { orderChanged, type OrderChanged } from '@waybill/contracts';
import { OnEvent } from '@waybill/messaging';
import { RecordOrder } from '../application/record-order.js';

/** The shop outside; our own administration's orders come back here too and change nothing. */
@Controller()
export class OrdersConsumer {
  constructor(private readonly orders: RecordOrder) {}

  @OnEvent(orderChanged)
  async changed(data: OrderChanged): Promise<void> {
    const { orderId, userId, assetId, status, quantity, price } = data;
    const orderedAt = new Date(data.orderedAt);
    const changedAt = new Date(data.changedAt);
    await this.orders.learn({ id: orderId, userId, assetId, status, quantity, price, orderedAt, changedAt });
  }
}

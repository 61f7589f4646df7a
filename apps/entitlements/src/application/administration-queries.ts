import { Injectable } from '@nestjs/common';
import { DomainError } from '@waybill/kernel';
import type { Order } from '../domain/order.js';
import type { Subscription } from '../domain/subscription.js';
import { Orders } from './orders.js';
import { Subscriptions } from './subscriptions.js';

/** Reads for those who administer. */
@Injectable()
export class AdministrationQueries {
  constructor(
    private readonly orders: Orders,
    private readonly subscriptions: Subscriptions,
  ) {}

  async order(id: string): Promise<Order> {
    const order = await this.orders.find(id);
    if (order === null) throw new DomainError('not-found', 'ORDER_NOT_FOUND', 'Order not found');
    return order;
  }

  async subscription(userId: string): Promise<Subscription> {
    const subscription = await this.subscriptions.find(userId);
    if (subscription !== null) return subscription;
    throw new DomainError('not-found', 'SUBSCRIPTION_NOT_FOUND', 'Subscription not found');
  }
}

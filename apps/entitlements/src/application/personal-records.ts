import { Injectable } from '@nestjs/common';
import { GrantWindow } from './grant-window.js';
import { Grants } from './grants.js';
import { Orders } from './orders.js';
import { Places } from './places.js';
import { Subscriptions } from './subscriptions.js';

/** Everything that is kept under a person's id and is no figure. */
@Injectable()
export class PersonalRecords {
  constructor(
    private readonly orders: Orders,
    private readonly subscriptions: Subscriptions,
    private readonly grants: Grants,
    private readonly places: Places,
    private readonly window: GrantWindow,
  ) {}

  async delete(userId: string): Promise<void> {
    await this.orders.forget(userId);
    await this.subscriptions.forget(userId);
    await this.grants.forget(userId);
    await this.places.forget(userId);
    await this.window.forget(userId);
  }
}

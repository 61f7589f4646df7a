import { type Tier } from '@waybill/kernel';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { type Subscription } from '../domain/promotion.js';

@Entity('subscriptions')
export class SubscriptionRecord {
  @PrimaryColumn('text', { name: 'user_id' }) userId!: string;
  @Column('text') tier!: Tier;
  @Column('timestamptz', { name: 'valid_until', nullable: true }) validUntil!: Date | null;
  @Column('timestamptz', { name: 'changed_at' }) changedAt!: Date;

  toSubscription(): Subscription {
    const { userId, tier, validUntil, changedAt } = this;
    return { userId, tier, validUntil, changedAt };
  }
}

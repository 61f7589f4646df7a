import { Controller } from '@nestjs/common';
import { type CloudEvent, type UserErased, userErased, userRegistered } from '@waybill/contracts';
import { OnEvent, OnEvents } from '@waybill/messaging';
import { ErasePerson } from '../application/erase-person.js';
import { RecordEvents } from '../application/record-events.js';

/** People come and go; that one was erased is not kept, for it would name him. */
@Controller()
export class UsersConsumer {
  constructor(
    private readonly record: RecordEvents,
    private readonly erase: ErasePerson,
  ) {}

  @OnEvents(userRegistered)
  registered(events: readonly CloudEvent[]): Promise<void> {
    return this.record.execute(events);
  }

  @OnEvent(userErased)
  erased({ userId, erasedAt }: UserErased): Promise<void> {
    return this.erase.execute(userId, new Date(erasedAt));
  }
}

import { Controller } from '@nestjs/common';
import { type UserErased, userErased } from '@waybill/contracts';
import { OnEvent } from '@waybill/messaging';
import { ErasePerson } from '../application/erase-person.js';

/** Listens to `waybill.users.v1`. */
@Controller()
export class UsersConsumer {
  constructor(private readonly erase: ErasePerson) {}

  @OnEvent(userErased)
  erased({ userId, erasedAt }: UserErased): Promise<void> {
    return this.erase.execute(userId, new Date(erasedAt));
  }
}

import { Controller } from '@nestjs/common';
import { userErased, type UserErased } from '@waybill/contracts';
import { OnEvent } from '@waybill/messaging';
import { ForgetPerson } from '../application/forget-person.js';

/** Listens to `waybill.users.v1`. A registered person needs nothing: the account is made on first use. */
@Controller()
export class UsersConsumer {
  constructor(private readonly forget: ForgetPerson) {}

  @OnEvent(userErased)
  erased({ userId, erasedAt }: UserErased) {
    return this.forget.execute(userId, new Date(erasedAt));
  }
}

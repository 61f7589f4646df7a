import { Controller } from '@nestjs/common';
import { userErased, type UserErased, userRegistered, type UserRegistered } from '@waybill/contracts';
import { OnEvent } from '@waybill/messaging';
import { ErasePerson } from '../application/erase-person.js';
import { ForgetPerson } from '../application/forget-person.js';

/** The identity provider outside. */
@Controller()
export class UsersConsumer {
  constructor(
    private readonly forget: ForgetPerson,
    private readonly people: ErasePerson,
  ) {}

  @OnEvent(userErased)
  async erased({ userId, erasedAt }: UserErased): Promise<void> {
    await this.forget.execute(userId, new Date(erasedAt));
  }

  @OnEvent(userRegistered)
  async registered({ userId, registeredAt }: UserRegistered): Promise<void> {
    await this.people.welcome(userId, new Date(registeredAt));
  }
}

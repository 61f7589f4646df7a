import { Controller, Delete, HttpCode, Param } from '@nestjs/common';
import { ApiAcceptedResponse, ApiTags } from '@nestjs/swagger';
import { Roles } from '@waybill/platform';
import { ErasePerson } from '../../application/erase-person.js';
import { PublicIdParam } from '../public-id.param.js';
import { PublicIdPipe } from '../public-id.pipe.js';
import { ErasureAnswer } from './administration-answers.js';
import { presentErasure } from './administration-presenter.js';

@ApiTags('waybill')
@Controller('api/v1/users')
@Roles('admin', 'service')
export class UsersController {
  constructor(private readonly erasing: ErasePerson) {}

  @Delete(':userId')
  @PublicIdParam('userId')
  @HttpCode(202)
  @ApiAcceptedResponse({ type: ErasureAnswer })
  async erase(@Param('userId', PublicIdPipe) userId: string) {
    return presentErasure(userId, await this.erasing.execute(userId));
  }
}

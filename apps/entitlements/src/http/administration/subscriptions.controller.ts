import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Roles } from '@waybill/platform';
import { AdministrationQueries } from '../../application/administration-queries.js';
import { ChangeSubscription } from '../../application/change-subscription.js';
import { PublicIdParam } from '../public-id.param.js';
import { PublicIdPipe } from '../public-id.pipe.js';
import { SubscriptionAnswer } from './administration-answers.js';
import { presentSubscription } from './administration-presenter.js';
import { SubscriptionRequest, subscriptionOf } from './administration-requests.js';

@ApiTags('waybill')
@Controller('api/v1/subscriptions')
@Roles('admin', 'service')
export class SubscriptionsController {
  constructor(
    private readonly changing: ChangeSubscription,
    private readonly queries: AdministrationQueries,
  ) {}

  @Put(':userId')
  @PublicIdParam('userId')
  @ApiOkResponse({ type: SubscriptionAnswer })
  async put(@Param('userId', PublicIdPipe) userId: string, @Body() body: SubscriptionRequest) {
    return presentSubscription(await this.changing.execute(subscriptionOf(userId, body)));
  }

  @Get(':userId')
  @PublicIdParam('userId')
  @ApiOkResponse({ type: SubscriptionAnswer })
  async get(@Param('userId', PublicIdPipe) userId: string) {
    return presentSubscription(await this.queries.subscription(userId));
  }
}

import { Controller, Get, Query, Req } from '@nestjs/common';
import { ApiBadRequestResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Caller, CurrentCaller, language, type PlatformRequest } from '@waybill/platform';
import { ReadFigures } from '../../application/read-figures.js';
import { RefusalAnswer, StatsAnswer } from './answers.js';
import type { Shape } from '../shape.js';
import { presentStats } from './presenter.js';
import { StatsQuery } from './requests.js';

/** Tasks edition, part 10: the caller's own statistics. */
@ApiTags('tasks')
@Controller('downloads')
export class StatsController {
  constructor(private readonly figures: ReadFigures) {}

  @Get('stats')
  @ApiOkResponse({ type: StatsAnswer })
  @ApiBadRequestResponse({ type: RefusalAnswer })
  async stats(
    @CurrentCaller() caller: Caller,
    @Query() { period }: StatsQuery,
    @Req() request: PlatformRequest,
  ): Promise<Shape<StatsAnswer>> {
    return presentStats(await this.figures.personPeriod(caller, period), language(request, 'zh'));
  }
}

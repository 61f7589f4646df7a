import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Caller, CurrentCaller } from '@waybill/platform';
import { QuotaQueries } from '../../application/quota-queries.js';
import { InfoAnswer, RemainingAnswer, UsageAnswer } from './answers.js';
import type { Shape } from './answers.js';
import { presentInfo, presentRemaining, presentUsage } from './presenter.js';

/** Offline edition, part 2: storage usage and info. */
@ApiTags('offline')
@Controller('api/downloads/storage')
export class StorageController {
  constructor(private readonly queries: QuotaQueries) {}

  @Get('usage')
  @ApiOkResponse({ type: UsageAnswer })
  async usage(@CurrentCaller() caller: Caller): Promise<Shape<UsageAnswer>> {
    return presentUsage(await this.queries.account(caller.subject, caller.tier));
  }

  @Get('info')
  @ApiOkResponse({ type: InfoAnswer })
  async info(@CurrentCaller() caller: Caller): Promise<Shape<InfoAnswer>> {
    const account = await this.queries.account(caller.subject, caller.tier);
    return presentInfo(account, await this.queries.summary(caller.subject));
  }

  /** The document's best practice calls it without defining it: the same as `/api/storage/quota/remaining`. */
  @Get('remaining')
  @ApiOkResponse({ type: RemainingAnswer })
  async remaining(@CurrentCaller() caller: Caller): Promise<Shape<RemainingAnswer>> {
    return presentRemaining(await this.queries.account(caller.subject, caller.tier));
  }
}

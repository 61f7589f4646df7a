import { Body, Controller, Delete, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Internal } from '@waybill/platform';
import { PlaceHold } from '../../application/place-hold.js';
import { PlaceHolds } from '../../application/place-holds.js';
import { ReleaseHold } from '../../application/release-hold.js';
import { presentHold, presentOutcomes } from './presenter.js';
import { HoldBatchRequest, HoldRequest, ReleaseQuery } from './requests.js';

/** For download-sessions alone; shapes in docs/internals.md. */
@ApiExcludeController()
@Internal()
@Controller('internal/holds')
export class HoldsController {
  constructor(
    private readonly placeHold: PlaceHold,
    private readonly placeHolds: PlaceHolds,
    private readonly releaseHold: ReleaseHold,
  ) {}

  @Post()
  async place(@Body() request: HoldRequest) {
    return presentHold(await this.placeHold.execute(request));
  }

  @Post('batch')
  async placeBatch(@Body() request: HoldBatchRequest) {
    return presentOutcomes(await this.placeHolds.execute(request));
  }

  @Delete(':downloadId')
  @HttpCode(204)
  async release(@Param('downloadId') downloadId: string, @Query() { generation }: ReleaseQuery) {
    await this.releaseHold.execute(downloadId, generation);
  }
}

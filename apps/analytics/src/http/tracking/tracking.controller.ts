import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBadRequestResponse, ApiForbiddenResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Caller, CurrentCaller, Roles } from '@waybill/platform';
import { ReadFigures } from '../../application/read-figures.js';
import {
  BandwidthAnswer,
  DailyAnswer,
  FileAnalyticsAnswer,
  HistoryAnswer,
  PopularAnswer,
  RefusalAnswer,
  SummaryAnswer,
} from './answers.js';
import type { Shape } from '../shape.js';
import {
  presentBandwidth,
  presentDaily,
  presentFile,
  presentHistory,
  presentPopular,
  presentSummary,
} from './presenter.js';
import {
  BandwidthQuery,
  DailyQuery,
  FilePath,
  HistoryQuery,
  PersonPath,
  PopularQuery,
  sliceOf,
} from './requests.js';

/** Tracking edition, the reads. Who may read what: DESIGN.md, section 9. */
@ApiTags('tracking')
@ApiBadRequestResponse({ type: RefusalAnswer })
@ApiForbiddenResponse({ type: RefusalAnswer })
@Controller('api/downloads')
export class TrackingController {
  constructor(private readonly figures: ReadFigures) {}

  @Get('user/:user_id/history')
  @ApiOkResponse({ type: HistoryAnswer })
  async history(
    @CurrentCaller() caller: Caller,
    @Param() { user_id }: PersonPath,
    @Query() query: HistoryQuery,
  ): Promise<Shape<HistoryAnswer>> {
    return presentHistory(user_id, await this.figures.history(caller, user_id, sliceOf(query)));
  }

  @Get('user/:user_id/summary')
  @ApiOkResponse({ type: SummaryAnswer })
  async summary(
    @CurrentCaller() caller: Caller,
    @Param() { user_id }: PersonPath,
  ): Promise<Shape<SummaryAnswer>> {
    return presentSummary(user_id, await this.figures.summary(caller, user_id));
  }

  @Get('files/popular')
  @ApiOkResponse({ type: PopularAnswer })
  async popular(@Query() { days, limit }: PopularQuery): Promise<Shape<PopularAnswer>> {
    return presentPopular(await this.figures.popular(days, limit), days);
  }

  @Get('files/:file_id/analytics')
  @Roles('admin', 'service', 'analyst')
  @ApiOkResponse({ type: FileAnalyticsAnswer })
  async file(@Param() { file_id }: FilePath): Promise<Shape<FileAnalyticsAnswer>> {
    return presentFile(file_id, await this.figures.file(file_id));
  }

  @Get('stats/daily')
  @Roles('admin', 'service', 'analyst')
  @ApiOkResponse({ type: DailyAnswer })
  async daily(@Query() { date }: DailyQuery): Promise<Shape<DailyAnswer>> {
    const { day, figures } = await this.figures.day(date ?? null);
    return presentDaily(day, figures);
  }

  @Get('bandwidth/usage')
  @ApiOkResponse({ type: BandwidthAnswer })
  async bandwidth(@Query() { days }: BandwidthQuery): Promise<Shape<BandwidthAnswer>> {
    return presentBandwidth(await this.figures.bandwidth(days), days);
  }
}

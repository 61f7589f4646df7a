import { Body, Controller, Get, Header, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiTags,
} from '@nestjs/swagger';
import { type Caller, type Client, ClientInfo, CurrentCaller, Idempotent } from '@waybill/platform';
import { CreateDownload } from '../../application/create-download.js';
import { DownloadQueries } from '../../application/download-queries.js';
import { requestOf } from '../request-of.js';
import { DownloadIdPipe } from '../download-id.pipe.js';
import { CreatedAnswer, DetailAnswer, ErrorAnswer, ListAnswer, ProgressAnswer } from './answers.js';
import { listQuery } from './commands.js';
import { presentCreated, presentDetail, presentList, presentProgress } from './presenter.js';
import { CreateRequest, ListRequest, qualityFrom } from './requests.js';
import { CurrentSetting } from './setting.decorator.js';
import type { Setting } from './presenter.js';

/** Tasks edition, 1 to 3 and 8: create, list, detail, progress. */
@ApiTags('tasks')
@Controller('downloads')
export class TasksDownloadsController {
  constructor(
    private readonly createDownload: CreateDownload,
    private readonly queries: DownloadQueries,
  ) {}

  @Post()
  @Idempotent()
  @Header('cache-control', 'no-store')
  @ApiCreatedResponse({ type: CreatedAnswer })
  @ApiBadRequestResponse({ type: ErrorAnswer })
  @ApiConflictResponse({ type: ErrorAnswer })
  async create(
    @CurrentCaller() caller: Caller,
    @ClientInfo() client: Client,
    @Body() { resourceId: assetId, quality }: CreateRequest,
    @CurrentSetting() setting: Setting,
  ): Promise<CreatedAnswer> {
    const command = {
      ...requestOf(caller, client),
      assetId,
      quality: qualityFrom(quality),
      origin: 'tasks',
    } as const;
    const { state } = await this.createDownload.execute(command);
    return presentCreated(await this.queries.show(state), setting);
  }

  @Get()
  @Header('cache-control', 'no-store')
  @ApiOkResponse({ type: ListAnswer })
  @ApiBadRequestResponse({ type: ErrorAnswer })
  async list(
    @CurrentCaller() caller: Caller,
    @Query() request: ListRequest,
    @CurrentSetting() setting: Setting,
  ): Promise<ListAnswer> {
    const query = listQuery(caller.subject, request);
    return presentList(await this.queries.list(query), query, setting);
  }

  @Get(':downloadId')
  @Header('cache-control', 'no-store')
  @ApiOkResponse({ type: DetailAnswer })
  @ApiNotFoundResponse({ type: ErrorAnswer })
  async detail(
    @CurrentCaller() { subject: userId }: Caller,
    @Param('downloadId', DownloadIdPipe) id: string,
    @CurrentSetting() setting: Setting,
  ): Promise<DetailAnswer> {
    return presentDetail(await this.queries.find({ id, userId }), setting);
  }

  @Get(':downloadId/progress')
  @HttpCode(200)
  @ApiOkResponse({ type: ProgressAnswer })
  @ApiNotFoundResponse({ type: ErrorAnswer })
  async progress(
    @CurrentCaller() { subject: userId }: Caller,
    @Param('downloadId', DownloadIdPipe) id: string,
    @CurrentSetting() setting: Setting,
  ): Promise<ProgressAnswer> {
    return presentProgress(await this.queries.find({ id, userId }), setting);
  }
}

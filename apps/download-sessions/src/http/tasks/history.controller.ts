import { Body, Controller, Delete, Header, Post, Query } from '@nestjs/common';
import { ApiBadRequestResponse, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Caller, type Client, ClientInfo, CurrentCaller, Idempotent } from '@waybill/platform';
import { CleanUpDownloads } from '../../application/clean-up-downloads.js';
import { CreateBatch } from '../../application/create-batch.js';
import { requestOf } from '../request-of.js';
import { BatchAnswer, CleanupAnswer, ErrorAnswer } from './answers.js';
import { cleanUpCommand } from './commands.js';
import { presentBatch, presentCleanup } from './batch.presenter.js';
import type { Setting } from './presenter.js';
import { BatchRequest, CleanupQuery, CleanupRequest, qualityFrom } from './requests.js';
import { CurrentSetting } from './setting.decorator.js';

/** Tasks edition, 9 and 11: many at once. */
@ApiTags('tasks')
@ApiBadRequestResponse({ type: ErrorAnswer })
@Controller('downloads')
export class TasksHistoryController {
  constructor(
    private readonly createBatch: CreateBatch,
    private readonly cleanUp: CleanUpDownloads,
  ) {}

  @Post('batch')
  @Idempotent()
  @Header('cache-control', 'no-store')
  @ApiCreatedResponse({ type: BatchAnswer })
  async batch(
    @CurrentCaller() caller: Caller,
    @ClientInfo() client: Client,
    @Body() { resourceIds: assetIds, quality, createArchive = false }: BatchRequest,
    @CurrentSetting() setting: Setting,
  ): Promise<BatchAnswer> {
    const command = {
      ...requestOf(caller, client),
      assetIds,
      quality: qualityFrom(quality),
      origin: 'tasks',
    } as const;
    return presentBatch(await this.createBatch.execute(command), createArchive, setting);
  }

  @Delete('cleanup')
  @ApiOkResponse({ type: CleanupAnswer })
  async cleanup(
    @CurrentCaller() caller: Caller,
    @Query() query: CleanupQuery,
    @Body() body: CleanupRequest,
    @CurrentSetting() setting: Setting,
  ): Promise<CleanupAnswer> {
    return presentCleanup(await this.cleanUp.execute(cleanUpCommand(caller.subject, query, body)), setting);
  }
}

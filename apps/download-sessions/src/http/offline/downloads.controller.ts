import { Body, Controller, Get, Header, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Caller, type Client, ClientInfo, CurrentCaller } from '@waybill/platform';
import { CleanUpStorage } from '../../application/clean-up-storage.js';
import { DownloadQueries } from '../../application/download-queries.js';
import { DownloadIdPipe } from '../download-id.pipe.js';
import { CleanupAnswer, ListAnswer, ProgressAnswer, type Shape } from './answers.js';
import { presentCleanup, presentList, presentProgress } from './presenter.js';
import { CleanupRequest, ListRequest } from './requests.js';

/** Offline edition, 1.2, 1.3 and 1.8: what a person has, and making room. */
@ApiTags('offline')
@Controller('api/downloads')
export class OfflineDownloadsController {
  constructor(
    private readonly queries: DownloadQueries,
    private readonly cleanUp: CleanUpStorage,
  ) {}

  @Get()
  @ApiOkResponse({ type: ListAnswer })
  async list(@CurrentCaller() caller: Caller, @Query() query: ListRequest): Promise<Shape<ListAnswer>> {
    const { page, take: limit, status = null } = query;
    const all = { resourceType: null, from: null, until: null };
    return presentList(
      await this.queries.list({ userId: caller.subject, page, limit, status, ...all }),
      page,
      limit,
    );
  }

  @Post('cleanup')
  @HttpCode(200)
  @ApiOkResponse({ type: CleanupAnswer })
  async cleanup(
    @CurrentCaller() caller: Caller,
    @ClientInfo() client: Client,
    @Body() { type, dry_run: isPreview = false }: CleanupRequest,
  ): Promise<Shape<CleanupAnswer>> {
    return presentCleanup(await this.cleanUp.execute(caller.subject, type, isPreview), client.language);
  }

  @Get(':id/progress')
  @Header('cache-control', 'no-store')
  @ApiOkResponse({ type: ProgressAnswer })
  async progress(
    @CurrentCaller() caller: Caller,
    @Param('id', DownloadIdPipe) id: string,
  ): Promise<Shape<ProgressAnswer>> {
    const { state } = await this.queries.find({ id, userId: caller.subject });
    return presentProgress(state);
  }
}

import { Body, Controller, Get, Header, Param, Post, Query, Res } from '@nestjs/common';
import { ApiBody, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import {
  type Caller,
  type Client,
  ClientInfo,
  CurrentCaller,
  Idempotent,
  type PlatformReply,
  Roles,
} from '@waybill/platform';
import { CheckDownload } from '../../application/check-download.js';
import { GenerateLink } from '../../application/generate-link.js';
import { StoreReports } from '../../application/store-reports.js';
import { PublicIdParam } from '../public-id.param.js';
import { PublicIdPipe } from '../public-id.pipe.js';
import {
  DownloadsAnswer,
  EligibilityAnswer,
  FiguresAnswer,
  HistoryAnswer,
  LinkAnswer,
} from './store-answers.js';
import { grantLimitHeaders } from './grant-limit-headers.js';
import {
  presentDownloads,
  presentEligibility,
  presentFigures,
  presentHistory,
  presentLink,
} from './store-presenter.js';
import {
  AdminDownloadsQuery,
  GenerateDownloadRequest,
  HistoryQuery,
  linkRequestOf,
} from './store-requests.js';

/** The store edition (seeds/store.md), under its own path and under the one that its examples call. */
@ApiTags('store')
@Controller(['downloads', 'api/downloads'])
export class StoreController {
  constructor(
    private readonly links: GenerateLink,
    private readonly eligibility: CheckDownload,
    private readonly reports: StoreReports,
  ) {}

  @Post('generate/:assetId')
  @PublicIdParam('assetId')
  @Header('cache-control', 'no-store')
  @Idempotent()
  @ApiBody({ type: GenerateDownloadRequest, required: false })
  @ApiCreatedResponse({ type: LinkAnswer })
  async generate(
    @Param('assetId', PublicIdPipe) assetId: string,
    @Body() body: GenerateDownloadRequest,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: PlatformReply,
  ) {
    const link = await this.links.execute(askingOf(caller), linkRequestOf(assetId, body));
    void reply.headers(grantLimitHeaders(link.window));
    return presentLink(link);
  }

  @Get('history')
  @ApiOkResponse({ type: HistoryAnswer })
  async history(@Query() query: HistoryQuery, @CurrentCaller() caller: Caller) {
    return presentHistory(await this.reports.history(caller.subject, query), query);
  }

  @Get('can-download/:assetId')
  @PublicIdParam('assetId')
  @ApiOkResponse({ type: EligibilityAnswer })
  async canDownload(
    @Param('assetId', PublicIdPipe) assetId: string,
    @CurrentCaller() caller: Caller,
    @ClientInfo() client: Client,
  ) {
    return presentEligibility(await this.eligibility.execute(askingOf(caller), assetId), client.language);
  }

  @Get('admin/all')
  @ApiOkResponse({ type: DownloadsAnswer })
  @Roles('admin', 'service')
  async all(@Query() query: AdminDownloadsQuery) {
    return presentDownloads(await this.reports.downloads(query), query);
  }

  @Get('admin/stats')
  @ApiOkResponse({ type: FiguresAnswer })
  @Roles('admin', 'service')
  async stats() {
    return presentFigures(await this.reports.figures());
  }
}

function askingOf({ subject, tier }: Caller) {
  return { userId: subject, tier, origin: 'store' as const };
}

import { Body, Controller, Get, HttpCode, Patch, Post, Res } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiBody,
  ApiCreatedResponse,
  ApiForbiddenResponse,
  ApiOkResponse,
  ApiTags,
} from '@nestjs/swagger';
import {
  Caller,
  type Client,
  ClientInfo,
  CurrentCaller,
  Idempotent,
  type PlatformReply,
  Public,
} from '@waybill/platform';
import { ChangeSettings } from '../../application/change-settings.js';
import { InitializeQuota } from '../../application/initialize-quota.js';
import { QuotaQueries } from '../../application/quota-queries.js';
import { UpgradeQuota } from '../../application/upgrade-quota.js';
import {
  InitializedAnswer,
  QuotaAnswer,
  RefusalAnswer,
  RemainingAnswer,
  SettingsAnswer,
  TiersAnswer,
  UpgradedAnswer,
} from './answers.js';
import type { Shape } from './answers.js';
import { asking } from './asking.js';
import {
  presentInitialized,
  presentQuota,
  presentRemaining,
  presentSettings,
  presentTiers,
  presentUpgraded,
} from './presenter.js';
import { InitializeRequest, settingsFrom, SettingsRequest, UpgradeRequest } from './requests.js';

/** Offline edition, part 3: storage quota management. */
@ApiTags('offline')
@Controller('api/storage')
export class QuotaController {
  constructor(
    private readonly queries: QuotaQueries,
    private readonly initializeQuota: InitializeQuota,
    private readonly upgradeQuota: UpgradeQuota,
    private readonly changeSettings: ChangeSettings,
  ) {}

  @Get('tiers')
  @Public()
  @ApiOkResponse({ type: TiersAnswer })
  tiers(@ClientInfo() client: Client): Shape<TiersAnswer> {
    return presentTiers(client.language);
  }

  @Get('quota')
  @ApiOkResponse({ type: QuotaAnswer })
  async quota(@CurrentCaller() caller: Caller): Promise<Shape<QuotaAnswer>> {
    return presentQuota(await this.queries.account(caller.subject, caller.tier));
  }

  @Get('quota/remaining')
  @ApiOkResponse({ type: RemainingAnswer })
  async remaining(@CurrentCaller() caller: Caller): Promise<Shape<RemainingAnswer>> {
    return presentRemaining(await this.queries.account(caller.subject, caller.tier));
  }

  @Post('quota/initialize')
  @Idempotent()
  @ApiBody({ type: InitializeRequest, required: false })
  @ApiCreatedResponse({ type: InitializedAnswer })
  @ApiOkResponse({ type: InitializedAnswer, description: 'The account was there and is left as it is' })
  @ApiBadRequestResponse({ type: RefusalAnswer })
  @ApiForbiddenResponse({ type: RefusalAnswer })
  async initialize(
    @CurrentCaller() caller: Caller,
    @ClientInfo() client: Client,
    @Body() request: InitializeRequest,
    @Res({ passthrough: true }) reply: PlatformReply,
  ): Promise<Shape<InitializedAnswer>> {
    const { account, made } = await this.initializeQuota.execute(asking(caller), request.tier ?? null);
    reply.status(made ? 201 : 200);
    return presentInitialized(account, client.language);
  }

  @Post('quota/upgrade')
  @Idempotent()
  @HttpCode(200)
  @ApiOkResponse({ type: UpgradedAnswer })
  @ApiBadRequestResponse({ type: RefusalAnswer })
  @ApiForbiddenResponse({ type: RefusalAnswer })
  async upgrade(
    @CurrentCaller() caller: Caller,
    @ClientInfo() client: Client,
    @Body() request: UpgradeRequest,
  ): Promise<Shape<UpgradedAnswer>> {
    const account = await this.upgradeQuota.execute(asking(caller), request.tier);
    return presentUpgraded(account, client.language);
  }

  @Patch('quota/settings')
  @ApiBody({ type: SettingsRequest, required: false })
  @ApiOkResponse({ type: SettingsAnswer })
  @ApiBadRequestResponse({ type: RefusalAnswer })
  async settings(
    @CurrentCaller() caller: Caller,
    @ClientInfo() client: Client,
    @Body() request: SettingsRequest,
  ): Promise<Shape<SettingsAnswer>> {
    const account = await this.changeSettings.execute(asking(caller), settingsFrom(request));
    return presentSettings(account, client.language);
  }
}

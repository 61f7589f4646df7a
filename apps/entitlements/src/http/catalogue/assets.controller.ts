import { Body, Controller, Delete, Get, HttpCode, Param, Put, Query, Res } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import { type Caller, CurrentCaller, type PlatformReply, Roles } from '@waybill/platform';
import { Catalogue } from '../../application/catalogue.js';
import { PublishAsset } from '../../application/publish-asset.js';
import { RemoveAsset } from '../../application/remove-asset.js';
import { PublicIdParam } from '../public-id.param.js';
import { PublicIdPipe } from '../public-id.pipe.js';
import { AssetAnswer, AssetsAnswer } from './asset-answers.js';
import { presentAsset, presentAssets } from './asset-presenter.js';
import { ListAssetsQuery, publicationOf, PublishAssetRequest } from './asset-requests.js';

@ApiTags('waybill')
@Controller('api/v1/assets')
export class AssetsController {
  constructor(
    private readonly publishing: PublishAsset,
    private readonly removing: RemoveAsset,
    private readonly catalogue: Catalogue,
  ) {}

  @Put(':id')
  @PublicIdParam('id')
  @ApiCreatedResponse({ type: AssetAnswer, description: 'published' })
  @ApiOkResponse({ type: AssetAnswer, description: 'replaced' })
  @ApiUnprocessableEntityResponse({ description: 'A rendition names a file that does not exist' })
  @Roles('admin', 'service')
  async publish(
    @Param('id', PublicIdPipe) id: string,
    @Body() body: PublishAssetRequest,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: PlatformReply,
  ) {
    const { asset, created } = await this.publishing.execute(publicationOf(id, body), caller);
    void reply.status(created ? 201 : 200);
    return presentAsset(asset, caller);
  }

  @Get()
  @ApiOkResponse({ type: AssetsAnswer })
  async list(@Query() query: ListAssetsQuery, @CurrentCaller() caller: Caller) {
    const { page, limit, type = null, category = null, q = null } = query;
    const filter = { page, limit, type, category, q };
    return presentAssets(await this.catalogue.list(filter), filter, caller);
  }

  @Get(':id')
  @PublicIdParam('id')
  @ApiOkResponse({ type: AssetAnswer })
  async get(@Param('id', PublicIdPipe) id: string, @CurrentCaller() caller: Caller) {
    return presentAsset(await this.catalogue.get(id, caller), caller);
  }

  @Delete(':id')
  @PublicIdParam('id')
  @Roles('admin', 'service')
  @HttpCode(204)
  @ApiNoContentResponse()
  async remove(@Param('id', PublicIdPipe) id: string): Promise<void> {
    await this.removing.execute(id);
  }
}

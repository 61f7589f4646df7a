import { Body, Controller, Get, Param, Put, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { type PlatformReply, Roles } from '@waybill/platform';
import { AdministrationQueries } from '../../application/administration-queries.js';
import { RecordOrder } from '../../application/record-order.js';
import { PublicIdParam } from '../public-id.param.js';
import { PublicIdPipe } from '../public-id.pipe.js';
import { OrderAnswer } from './administration-answers.js';
import { presentOrder } from './administration-presenter.js';
import { OrderRequest, statementOf } from './administration-requests.js';

@ApiTags('waybill')
@Controller('api/v1/orders')
@Roles('admin', 'service')
export class OrdersController {
  constructor(
    private readonly recording: RecordOrder,
    private readonly queries: AdministrationQueries,
  ) {}

  @Put(':id')
  @PublicIdParam('id')
  @ApiCreatedResponse({ type: OrderAnswer, description: 'made' })
  @ApiOkResponse({ type: OrderAnswer, description: 'changed' })
  async put(
    @Param('id', PublicIdPipe) id: string,
    @Body() body: OrderRequest,
    @Res({ passthrough: true }) reply: PlatformReply,
  ) {
    const { previous, current } = await this.recording.execute(statementOf(id, body));
    void reply.status(previous === null ? 201 : 200);
    return presentOrder(current);
  }

  @Get(':id')
  @PublicIdParam('id')
  @ApiOkResponse({ type: OrderAnswer })
  async get(@Param('id', PublicIdPipe) id: string) {
    return presentOrder(await this.queries.order(id));
  }
}

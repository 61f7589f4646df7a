import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiNotFoundResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Caller, type Client, ClientInfo, CurrentCaller, Idempotent } from '@waybill/platform';
import { EndReportedDownload } from '../../application/end-reported-download.js';
import { QueueQueries } from '../../application/queue-queries.js';
import { ResumeReportedDownload } from '../../application/resume-reported-download.js';
import { requestOf } from '../request-of.js';
import { actingFor, refFor } from './acting-for.js';
import {
  CancelledAnswer,
  CompletedAnswer,
  FailedAnswer,
  QueueAnswer,
  RefusalAnswer,
  ResumedAnswer,
} from './answers.js';
import { ApiLoneBody } from './lone-body.description.js';
import { LoneBodyPipe } from './lone-body.pipe.js';
import {
  presentCancelled,
  presentCompleted,
  presentFailed,
  presentQueue,
  presentResumed,
} from './presenter.js';
import { CompleteRequest, FailRequest, PersonPath, ResumeRequest } from './requests.js';

/** Tracking edition: what clients report of their downloads. `start` shares its path with the offline edition. */
@ApiTags('tracking')
@Controller('api/downloads')
export class TrackingController {
  constructor(
    private readonly end: EndReportedDownload,
    private readonly resumption: ResumeReportedDownload,
    private readonly queues: QueueQueries,
  ) {}

  @Post('complete/:download_id')
  @HttpCode(200)
  @ApiLoneBody(CompleteRequest, { type: 'number', minimum: 0, maximum: Number.MAX_SAFE_INTEGER })
  @ApiOkResponse({ type: CompletedAnswer })
  @ApiNotFoundResponse({ type: RefusalAnswer })
  async complete(
    @CurrentCaller() caller: Caller,
    @Param('download_id') id: string,
    @Body(new LoneBodyPipe(CompleteRequest, 'download_speed_kbps')) body: unknown,
  ): Promise<CompletedAnswer> {
    const speedKbps = (body as CompleteRequest).download_speed_kbps ?? null;
    return presentCompleted(id, await this.end.execute(refFor(caller, id), { as: 'completed', speedKbps }));
  }

  @Post('fail/:download_id')
  @HttpCode(200)
  @ApiLoneBody(FailRequest, { type: 'string', maxLength: 2000, pattern: '^[^\\0]*$' })
  @ApiOkResponse({ type: FailedAnswer })
  async fail(
    @CurrentCaller() caller: Caller,
    @Param('download_id') id: string,
    @Body(new LoneBodyPipe(FailRequest, 'error_message')) body: unknown,
  ): Promise<FailedAnswer> {
    const message = (body as FailRequest).error_message ?? null;
    return presentFailed(await this.end.execute(refFor(caller, id), { as: 'failed', message }));
  }

  @Post('cancel/:download_id')
  @HttpCode(200)
  @ApiOkResponse({ type: CancelledAnswer })
  async cancel(@CurrentCaller() caller: Caller, @Param('download_id') id: string): Promise<CancelledAnswer> {
    return presentCancelled(await this.end.execute(refFor(caller, id), { as: 'cancelled' }));
  }

  @Post('resume')
  @HttpCode(200)
  @Idempotent()
  @ApiOkResponse({ type: ResumedAnswer })
  async resume(
    @CurrentCaller() caller: Caller,
    @ClientInfo() info: Client,
    @Body() request: ResumeRequest,
  ): Promise<ResumedAnswer> {
    const userId = actingFor(caller, request.user_id);
    const { file_id: fileId, bytes_downloaded: bytesDownloaded } = request;
    const { client } = requestOf(caller, info);
    return presentResumed(await this.resumption.execute({ userId, fileId, bytesDownloaded, client }));
  }

  @Get('queue/:user_id')
  @ApiOkResponse({ type: QueueAnswer })
  async queue(@CurrentCaller() caller: Caller, @Param() { user_id }: PersonPath): Promise<QueueAnswer> {
    return presentQueue(user_id, await this.queues.ofPerson(actingFor(caller, user_id)));
  }
}

import { Body, Controller, Header, HttpCode, Param, Post } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiGoneResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiTags,
} from '@nestjs/swagger';
import { type Caller, CurrentCaller } from '@waybill/platform';
import { CancelDownload } from '../../application/cancel-download.js';
import { PauseDownload } from '../../application/pause-download.js';
import { RetryDownload } from '../../application/retry-download.js';
import { StartDownload } from '../../application/start-download.js';
import { DownloadIdPipe } from '../download-id.pipe.js';
import { CancelledAnswer, ErrorAnswer, PausedAnswer, RetriedAnswer, StartedAnswer } from './answers.js';
import {
  presentCancelled,
  presentPaused,
  presentRetried,
  presentStarted,
  type Setting,
} from './presenter.js';
import { StartRequest } from './requests.js';
import { CurrentSetting } from './setting.decorator.js';

/** Tasks edition, 4 to 7: start, pause, cancel, retry. */
@ApiTags('tasks')
@ApiNotFoundResponse({ type: ErrorAnswer })
@ApiConflictResponse({ type: ErrorAnswer })
@ApiGoneResponse({ type: ErrorAnswer })
@Controller('downloads/:downloadId')
export class TasksTransitionsController {
  constructor(
    private readonly startDownload: StartDownload,
    private readonly pauseDownload: PauseDownload,
    private readonly cancelDownload: CancelDownload,
    private readonly retryDownload: RetryDownload,
  ) {}

  @Post('start')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @ApiOkResponse({ type: StartedAnswer })
  async start(
    @CurrentCaller() requester: Caller,
    @Param('downloadId', DownloadIdPipe) downloadId: string,
    @Body() request: StartRequest,
    @CurrentSetting() setting: Setting,
  ): Promise<StartedAnswer> {
    const resumeFrom = request.resumeFrom ?? null;
    const { state } = await this.startDownload.execute({ requester, downloadId, resumeFrom });
    return presentStarted(state, resumeFrom, setting);
  }

  @Post('pause')
  @HttpCode(200)
  @ApiOkResponse({ type: PausedAnswer })
  async pause(
    @CurrentCaller() { subject: userId }: Caller,
    @Param('downloadId', DownloadIdPipe) id: string,
    @CurrentSetting() setting: Setting,
  ): Promise<PausedAnswer> {
    const { state } = await this.pauseDownload.execute({ id, userId });
    return presentPaused(state, setting);
  }

  @Post('cancel')
  @HttpCode(200)
  @ApiOkResponse({ type: CancelledAnswer })
  async cancel(
    @CurrentCaller() { subject: userId }: Caller,
    @Param('downloadId', DownloadIdPipe) id: string,
    @CurrentSetting() setting: Setting,
  ): Promise<CancelledAnswer> {
    await this.cancelDownload.execute({ id, userId });
    return presentCancelled(setting);
  }

  @Post('retry')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @ApiOkResponse({ type: RetriedAnswer })
  async retry(
    @CurrentCaller() requester: Caller,
    @Param('downloadId', DownloadIdPipe) downloadId: string,
    @CurrentSetting() setting: Setting,
  ): Promise<RetriedAnswer> {
    const { state } = await this.retryDownload.execute({ requester, downloadId });
    return presentRetried(state, setting);
  }
}

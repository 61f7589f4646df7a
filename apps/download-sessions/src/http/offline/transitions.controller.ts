import { Body, Controller, Delete, Header, Param, Patch } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Caller, type Client, ClientInfo, CurrentCaller } from '@waybill/platform';
import { CancelDownload } from '../../application/cancel-download.js';
import { DeleteDownload } from '../../application/delete-download.js';
import { PauseDownload } from '../../application/pause-download.js';
import { ReportProgress } from '../../application/report-progress.js';
import { StartDownload } from '../../application/start-download.js';
import { DownloadIdPipe } from '../download-id.pipe.js';
import {
  CancelledAnswer,
  DeletedAnswer,
  PausedAnswer,
  ProgressAnswer,
  ResumedAnswer,
  type Shape,
} from './answers.js';
import {
  presentCancelled,
  presentDeleted,
  presentPaused,
  presentReported,
  presentResumed,
} from './presenter.js';
import { ProgressRequest } from './requests.js';

/** Offline edition, 1.4 to 1.7, and the progress of what is hosted elsewhere. */
@ApiTags('offline')
@Controller('api/downloads/:id')
export class OfflineTransitionsController {
  constructor(
    private readonly pauseDownload: PauseDownload,
    private readonly startDownload: StartDownload,
    private readonly cancelDownload: CancelDownload,
    private readonly deleteDownload: DeleteDownload,
    private readonly reportProgress: ReportProgress,
  ) {}

  @Patch('pause')
  @ApiOkResponse({ type: PausedAnswer })
  async pause(
    @CurrentCaller() caller: Caller,
    @ClientInfo() client: Client,
    @Param('id', DownloadIdPipe) id: string,
  ): Promise<Shape<PausedAnswer>> {
    const { state } = await this.pauseDownload.execute({ id, userId: caller.subject });
    return presentPaused(state, client.language);
  }

  @Patch('resume')
  @Header('cache-control', 'no-store')
  @ApiOkResponse({ type: ResumedAnswer })
  async resume(
    @CurrentCaller() requester: Caller,
    @ClientInfo() client: Client,
    @Param('id', DownloadIdPipe) downloadId: string,
  ): Promise<Shape<ResumedAnswer>> {
    const { state } = await this.startDownload.execute({ requester, downloadId, resumeFrom: null });
    return presentResumed(state, client.language);
  }

  @Patch('progress')
  @ApiOkResponse({ type: ProgressAnswer })
  async progress(
    @CurrentCaller() caller: Caller,
    @ClientInfo() client: Client,
    @Param('id', DownloadIdPipe) id: string,
    @Body() { downloaded_bytes }: ProgressRequest,
  ): Promise<Shape<ProgressAnswer>> {
    const { state } = await this.reportProgress.execute({ id, userId: caller.subject }, downloaded_bytes);
    return presentReported(state, client.language);
  }

  @Delete()
  @ApiOkResponse({ type: CancelledAnswer })
  async cancel(
    @CurrentCaller() caller: Caller,
    @ClientInfo() client: Client,
    @Param('id', DownloadIdPipe) id: string,
  ): Promise<Shape<CancelledAnswer>> {
    const { state } = await this.cancelDownload.execute({ id, userId: caller.subject });
    return presentCancelled(state, client.language);
  }

  @Delete('delete')
  @ApiOkResponse({ type: DeletedAnswer })
  async delete(
    @CurrentCaller() caller: Caller,
    @ClientInfo() client: Client,
    @Param('id', DownloadIdPipe) id: string,
  ): Promise<Shape<DeletedAnswer>> {
    const { state } = await this.deleteDownload.execute({ id, userId: caller.subject });
    return presentDeleted(state, client.language);
  }
}

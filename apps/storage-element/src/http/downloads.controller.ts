import { All, Controller, Param, Query, Req, Res } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { type PlatformReply, type PlatformRequest, Public } from '@waybill/platform';
import { DescribeDownload } from './describe-download.decorator.js';
import { DownloadDoor } from './download-door.js';
import { FileIdPipe } from './file-id.js';

/** The files edition. Public to the guard, since a ticket is no caller token; the door lets nobody in without either. */
@ApiTags('files')
@ApiParam({ name: 'id', format: 'uuid' })
@Public()
@Controller('api/v1/files/:id/download')
export class DownloadsController {
  constructor(private readonly door: DownloadDoor) {}

  /** GET and HEAD; every other method was refused before. */
  @All()
  @DescribeDownload()
  async download(
    @Param('id', FileIdPipe) id: string,
    @Query('token') token: unknown,
    @Req() request: PlatformRequest,
    @Res() reply: PlatformReply,
  ): Promise<void> {
    await this.door.open(id, token, request, reply);
  }
}

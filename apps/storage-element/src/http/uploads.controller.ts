import { Body, Controller, Delete, Get, Header, HttpCode, Param, Post, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiTags,
} from '@nestjs/swagger';
import { type PlatformReply, Roles } from '@waybill/platform';
import { CompleteUpload } from '../application/complete-upload.js';
import { DropUploads } from '../application/drop-uploads.js';
import { OpenUpload } from '../application/open-upload.js';
import { ShowUpload } from '../application/show-upload.js';
import { FileAnswer } from './file.answer.js';
import type { FileBody } from './file.presenter.js';
import { FileIdPipe } from './file-id.js';
import { UploadAnswer } from './upload.answer.js';
import { presentCompletion, presentUpload, statusOfCompletion, type UploadBody } from './upload.presenter.js';
import { OpenUploadRequest } from './upload.requests.js';

/** Uploads past the element: the client puts the bytes into the storage itself, by presigned URLs. */
@ApiTags('waybill')
@Roles('admin', 'service')
@Controller('api/v1/files/:id/uploads')
export class UploadsController {
  constructor(
    private readonly openUpload: OpenUpload,
    private readonly showUpload: ShowUpload,
    private readonly completeUpload: CompleteUpload,
    private readonly dropUploads: DropUploads,
  ) {}

  @Post()
  @Header('cache-control', 'no-store')
  @ApiCreatedResponse({ type: UploadAnswer, description: 'PUT each part to its URL, then complete' })
  @ApiConflictResponse({ description: '`DIRECT_UPLOAD_UNSUPPORTED`: files are on a disk, use PUT' })
  async open(@Param('id', FileIdPipe) id: string, @Body() request: OpenUploadRequest): Promise<UploadBody> {
    return presentUpload(await this.openUpload.execute(request.promiseFor(id)));
  }

  @Get(':upload_id')
  @Header('cache-control', 'no-store')
  @ApiOkResponse({ type: UploadAnswer, description: 'With fresh URLs for what has not arrived yet' })
  async show(
    @Param('id', FileIdPipe) id: string,
    @Param('upload_id', FileIdPipe) uploadId: string,
  ): Promise<UploadBody> {
    return presentUpload(await this.showUpload.execute(id, uploadId));
  }

  @Post(':upload_id/complete')
  @ApiCreatedResponse({ type: FileAnswer, description: 'Size and SHA-256 are right: it is stored' })
  @ApiOkResponse({ type: FileAnswer, description: 'It was stored already' })
  @ApiAcceptedResponse({
    type: UploadAnswer,
    description: 'It is being read again; ask for the upload later',
  })
  @ApiConflictResponse({ description: '`UPLOAD_INCOMPLETE`: `details.missingParts` have not arrived' })
  async complete(
    @Param('id', FileIdPipe) id: string,
    @Param('upload_id', FileIdPipe) uploadId: string,
    @Res({ passthrough: true }) reply: PlatformReply,
  ): Promise<FileBody | UploadBody> {
    const completion = await this.completeUpload.execute(id, uploadId);
    void reply.status(statusOfCompletion(completion));
    return presentCompletion(completion);
  }

  @Delete(':upload_id')
  @ApiNoContentResponse()
  @HttpCode(204)
  async drop(
    @Param('id', FileIdPipe) id: string,
    @Param('upload_id', FileIdPipe) uploadId: string,
  ): Promise<void> {
    await this.dropUploads.execute(id, uploadId);
  }
}

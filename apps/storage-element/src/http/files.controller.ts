import { Controller, Delete, Get, HttpCode, Param, Put, Query, Req, Res } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiParam,
  ApiQuery,
  ApiTags,
} from '@nestjs/swagger';
import { type PlatformReply, type PlatformRequest, Roles } from '@waybill/platform';
import { FileCatalogue } from '../application/file-catalogue.js';
import { RemoveFile } from '../application/remove-file.js';
import { StoreFile } from '../application/store-file.js';
import { FileAnswer } from './file.answer.js';
import { type FileBody, presentFile } from './file.presenter.js';
import { FileIdPipe } from './file-id.js';
import { UploadReader } from './upload-reader.js';

@ApiTags('waybill')
@ApiParam({ name: 'id', format: 'uuid' })
@Roles('admin', 'service')
@Controller('api/v1/files/:id')
export class FilesController {
  constructor(
    private readonly storeFile: StoreFile,
    private readonly removeFile: RemoveFile,
    private readonly catalogue: FileCatalogue,
    private readonly uploads: UploadReader,
  ) {}

  @Put()
  @ApiQuery({ name: 'filename', type: String })
  @ApiConsumes('application/octet-stream')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiCreatedResponse({ type: FileAnswer })
  @ApiOkResponse({ type: FileAnswer, description: 'These bytes are stored under this id already' })
  async put(
    @Param('id', FileIdPipe) id: string,
    @Query('filename') filename: unknown,
    @Req() request: PlatformRequest,
    @Res({ passthrough: true }) reply: PlatformReply,
  ): Promise<FileBody> {
    const { file, isNew } = await this.storeFile.execute(this.uploads.read(id, filename, request));
    void reply.status(isNew ? 201 : 200);
    return presentFile(file);
  }

  @Get()
  @ApiOkResponse({ type: FileAnswer })
  async get(@Param('id', FileIdPipe) id: string): Promise<FileBody> {
    return presentFile(await this.catalogue.get(id));
  }

  @Delete()
  @ApiNoContentResponse()
  @HttpCode(204)
  async delete(@Param('id', FileIdPipe) id: string): Promise<void> {
    await this.removeFile.execute(id);
  }
}

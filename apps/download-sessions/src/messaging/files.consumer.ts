import { Controller } from '@nestjs/common';
import { type FileRemoved, fileRemoved } from '@waybill/contracts';
import { OnEvent } from '@waybill/messaging';
import { FailDownloads } from '../application/fail-downloads.js';

/** Listens to `waybill.files.v1`: nobody can finish what is no longer there. */
@Controller()
export class FilesConsumer {
  constructor(private readonly fail: FailDownloads) {}

  @OnEvent(fileRemoved)
  removed({ fileId }: FileRemoved): Promise<void> {
    return this.fail.execute({ by: 'live-file', fileId }, 'file-removed');
  }
}

import { Controller } from '@nestjs/common';
import {
  type CloudEvent,
  fileRemoved,
  type FileRemoved,
  fileStored,
  type FileStored,
} from '@waybill/contracts';
import { OnEvent, OnEvents } from '@waybill/messaging';
import { Files } from '../application/files.js';

@Controller()
export class FilesConsumer {
  constructor(private readonly files: Files) {}

  @OnEvents(fileStored)
  async stored(events: readonly CloudEvent<FileStored>[]): Promise<void> {
    await this.files.keep(events.map(({ data }) => ({ ...data, storedAt: new Date(data.storedAt) })));
  }

  @OnEvent(fileRemoved)
  async removed({ fileId, removedAt }: FileRemoved): Promise<void> {
    await this.files.remove(fileId, new Date(removedAt));
  }
}

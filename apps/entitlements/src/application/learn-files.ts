import { Injectable } from '@nestjs/common';
import type { Caller } from '@waybill/platform';
import { FileStore } from './file-store.js';
import { Files } from './files.js';

/** Makes sure that files are known here: asks the storage element for those whose event has not come yet. */
@Injectable()
export class LearnFiles {
  constructor(
    private readonly files: Files,
    private readonly store: FileStore,
  ) {}

  /** Answers the ids of those that do not exist. */
  async execute(fileIds: readonly string[], caller: Caller): Promise<readonly string[]> {
    const known = new Set((await this.files.stored(fileIds)).map(({ fileId }) => fileId));
    const unknown = [...new Set(fileIds)].filter((fileId) => !known.has(fileId));
    const found = await Promise.all(unknown.map((fileId) => this.store.find(fileId, caller)));
    const learnt = found.filter((file) => file !== null);
    if (learnt.length > 0) await this.files.keep(learnt);
    return unknown.filter((_fileId, index) => found[index] === null);
  }
}

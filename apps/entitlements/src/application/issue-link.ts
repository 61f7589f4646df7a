import { Injectable } from '@nestjs/common';
import { refuse } from '../domain/refusals.js';
import type { Asking, BoundFile, Request } from './admission.js';
import { DecideDownloads, type Link } from './decide-downloads.js';
import { Files } from './files.js';

/** A fresh link of a live download, for the file it is bound to; access is checked again. */
@Injectable()
export class IssueLink {
  constructor(
    private readonly decisions: DecideDownloads,
    private readonly files: Files,
  ) {}

  async execute(asking: Asking, request: Request & { readonly file: BoundFile }): Promise<Link> {
    if (await this.files.isRemoved(request.file.fileId)) throw refuse('FILE_NOT_AVAILABLE');
    const { link } = await this.decisions.one(asking, request);
    if (link === null) throw refuse('FILE_NOT_AVAILABLE');
    return link;
  }
}

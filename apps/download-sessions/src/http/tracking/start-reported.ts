import { Injectable } from '@nestjs/common';
import { validationPipe } from '@waybill/platform';
import { ReportDownload } from '../../application/report-download.js';
import { requestOf } from '../request-of.js';
import { type StartAnswer, type StartCall, StartEdition } from '../start-edition.js';
import { actingFor } from './acting-for.js';
import { isTracking } from './is-tracking.js';
import { presentStarted } from './presenter.js';
import { StartReport } from './requests.js';

/** `POST /api/downloads/start` with a `file_id`: the path is shared with the offline edition, so the body chooses. */
@Injectable()
export class StartReported extends StartEdition {
  readonly #validation = validationPipe();

  constructor(private readonly report: ReportDownload) {
    super();
  }

  override answers(body: unknown): boolean {
    return isTracking(body);
  }

  /** 200. @throws DomainError 400 naming the field, 403 for a foreign `user_id` */
  override async start({ body, caller, client: info }: StartCall): Promise<StartAnswer> {
    const metatype = { type: 'body', metatype: StartReport } as const;
    const request = (await this.#validation.transform(body, metatype)) as StartReport;
    const file = { fileId: request.file_id, fileName: request.file_name, size: request.file_size_bytes };
    const userId = actingFor(caller, request.user_id);
    const { client } = requestOf(caller, info);
    return { status: 200, body: presentStarted(await this.report.execute({ userId, file, client })) };
  }
}

import { Injectable } from '@nestjs/common';
import { validationPipe } from '@waybill/platform';
import { CreateDownload } from '../../application/create-download.js';
import { requestOf } from '../request-of.js';
import { hasField, type StartAnswer, type StartCall, StartEdition } from '../start-edition.js';
import { presentStarted } from './presenter.js';
import { StartRequest } from './requests.js';

/** Offline edition, 1.1. */
@Injectable()
export class OfflineStart extends StartEdition {
  readonly #check = validationPipe();

  constructor(private readonly create: CreateDownload) {
    super();
  }

  override answers(body: unknown): boolean {
    return hasField(body, 'content_id');
  }

  override async start({ body, caller, client }: StartCall): Promise<StartAnswer> {
    const wish = (await this.#check.transform(body, {
      type: 'body',
      metatype: StartRequest,
    })) as StartRequest;
    const { state } = await this.create.execute({
      ...requestOf(caller, client),
      assetId: wish.content_id,
      quality: wish.quality ?? null,
      origin: 'offline',
    });
    return { status: 201, body: presentStarted(state, client.language) };
  }
}

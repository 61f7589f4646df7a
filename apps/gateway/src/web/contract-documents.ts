import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { GatewaySettings } from '../config.js';
import { found } from './nothing-here.js';
import { type WebFile, WebFolder } from './web-folder.js';

/** The published contracts, as they are checked in. */
@Injectable()
export class ContractDocuments {
  readonly #http: WebFolder;
  readonly #events: WebFolder;
  readonly #root: string;

  constructor({ config }: GatewaySettings) {
    this.#root = config.DOCUMENTS_ROOT;
    this.#http = new WebFolder(join(this.#root, 'openapi'));
    this.#events = new WebFolder(join(this.#root, 'events'));
  }

  /** @throws DomainError `NOT_FOUND` for an edition that there is not */
  async openApi(edition: string): Promise<WebFile> {
    return found(await this.#http.find(`${edition}.openapi.json`));
  }

  async asyncApi(): Promise<WebFile> {
    return found(await this.#events.find('waybill.asyncapi.json'));
  }

  async readAsyncApi(): Promise<unknown> {
    return JSON.parse(await readFile(join(this.#root, 'events', 'waybill.asyncapi.json'), 'utf8'));
  }
}

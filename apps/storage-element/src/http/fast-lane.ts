import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Injectable } from '@nestjs/common';
import type { Admission } from '../application/admission.js';
import { AdmitDownload } from '../application/admit-download.js';
import { DownloadDoor } from './download-door.js';
import { LaneServer } from './lane/lane-server.js';
import type { PlainGet } from './lane/plain-get.js';

const FOLDER = '/api/v1/files/';
const UUID_LENGTH = 36;
const REST = '/download?token=';
const TOKEN_AT = FOLDER.length + UUID_LENGTH + REST.length;

/**
 * In front of the framework: a GET whose ticket, file and open descriptor are all remembered from an earlier request is
 * answered at once, by the same admission, plan and body. Everything else, every refusal included, goes the ordinary
 * way. It exists for small files, where reading the request costs more than sending: on a connection that has seen
 * nothing but plain requests even Node's HTTP parser is left out (`npm run bench -- bytes:64k`).
 */
@Injectable()
export class FastLane {
  constructor(
    private readonly admit: AdmitDownload,
    private readonly door: DownloadDoor,
  ) {}

  install(server: Server): void {
    const ordinary = server.listeners('request') as RequestListener[];
    server.removeAllListeners('request');
    server.on('request', (request, response) => {
      if (this.#answer(request, response)) return;
      for (const listener of ordinary) listener.call(server, request, response);
    });
    new LaneServer(server, (...plain) => this.#answerPlain(...plain));
  }

  #answer(request: IncomingMessage, response: ServerResponse): boolean {
    if (request.method !== 'GET') return false;
    const admission = this.#admitted(request.url ?? '');
    return admission !== undefined && this.door.openAtOnce(admission, request, response);
  }

  #answerPlain(request: PlainGet, socket: Socket, rest: string, answered: () => void): boolean {
    const admission = this.#admitted(request.target);
    return admission !== undefined && this.door.openPlain(admission, request, { socket, rest, answered });
  }

  /** Written as we write links, and known by exactly this id and this ticket; whatever differs is not known. */
  #admitted(url: string): Admission | undefined {
    if (!url.startsWith(FOLDER) || !url.startsWith(REST, FOLDER.length + UUID_LENGTH)) return undefined;
    const fileId = url.slice(FOLDER.length, FOLDER.length + UUID_LENGTH);
    return this.admit.peek(fileId, url.slice(TOKEN_AT));
  }
}

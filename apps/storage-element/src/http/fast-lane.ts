import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { LaneServer, type PlainAnswer, type PlainService } from '@waybill/http-lane';
import type { Admission } from '../application/admission.js';
import { AdmitDownload } from '../application/admit-download.js';
import { DownloadDoor } from './download-door.js';
import { type PlainGet, readGet } from './plain-get.js';

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
export class FastLane implements PlainService<PlainGet> {
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
    // Else Node ends its side with the client's, in the middle of a body.
    Object.assign(server, { httpAllowHalfOpen: true });
    new LaneServer(server, this);
  }

  #answer(request: IncomingMessage, response: ServerResponse): boolean {
    if (request.method !== 'GET') return false;
    const admission = this.#admitted(request.url ?? '');
    return admission !== undefined && this.door.openAtOnce(admission, request, response);
  }

  read(chunk: Buffer): PlainGet | null {
    return readGet(chunk);
  }

  /** One way of a plain connection: at once. */
  serve(request: PlainGet, answer: PlainAnswer): boolean {
    const admission = this.#admitted(request.target);
    return admission !== undefined && this.door.openPlain(admission, request, answer);
  }

  /** The other, for what is not remembered yet. */
  async serveLater(request: PlainGet, answer: PlainAnswer): Promise<boolean> {
    const link = readLink(request.target);
    if (link === null) return false;
    try {
      const admission = await this.admit.execute({ ...link, caller: null });
      return await this.door.openPlainLater(admission, request, answer);
    } catch {
      // Nothing was done yet, so the ordinary way meets the same refusal and says it.
      return false;
    }
  }

  /** By exactly this id and this ticket; whatever differs is not known. */
  #admitted(url: string): Admission | undefined {
    const link = readLink(url);
    return link === null ? undefined : this.admit.peek(link.fileId, link.token);
  }
}

/** A link that is written as we write links; null is for the router. */
function readLink(url: string): { readonly fileId: string; readonly token: string } | null {
  if (!url.startsWith(FOLDER) || !url.startsWith(REST, FOLDER.length + UUID_LENGTH)) return null;
  return { fileId: url.slice(FOLDER.length, FOLDER.length + UUID_LENGTH), token: url.slice(TOKEN_AT) };
}

import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { AdmitDownload } from '../application/admit-download.js';
import { DownloadDoor } from './download-door.js';

// A ticket is base64url and dots: a query with anything else takes the ordinary way.
const LINK = /^\/api\/v1\/files\/([0-9a-f-]{36})\/download\?token=([A-Za-z0-9_.-]+)$/;

/**
 * In front of the framework: a GET whose ticket, file and open descriptor are all remembered from an earlier request is
 * answered at once, by the same admission, plan and body. Everything else, every refusal included, goes the ordinary
 * way. It exists for small files, where routing costs more than sending (`npm run bench -- bytes`).
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
      request.url = originForm(request.url);
      if (this.#serve(request, response)) return;
      for (const listener of ordinary) listener.call(server, request, response);
    });
  }

  #serve(request: IncomingMessage, response: ServerResponse): boolean {
    if (request.method !== 'GET') return false;
    const [, fileId, token] = LINK.exec(request.url ?? '') ?? [];
    if (fileId === undefined || token === undefined) return false;
    const admission = this.admit.peek(fileId, token);
    return admission !== undefined && this.door.openAtOnce(admission, request, response);
  }
}

/** RFC 9112, 3.2.2: "a server MUST accept the absolute-form in requests". */
function originForm(url: string | undefined): string {
  if (url === undefined || url.startsWith('/')) return url ?? '/';
  const path = /^https?:\/\/[^/?#]*([/?].*)?$/i.exec(url);
  return path === null ? url : (path[1]?.replace(/^\?/, '/?') ?? '/');
}

import { type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { LaneOutlet, type Outlet, type PlainAnswer, ResponseOutlet } from '@waybill/http-lane';
import { REQUEST_ID_HEADER } from '@waybill/platform';
import { SECURITY_HEADERS } from '../operations/security-headers.js';
import { returnedHeaders } from './headers.js';
import { linesOf } from './lane/request-head.js';
import type { AnswerHead } from './lane/answer-head.js';

/** Where a plain download's answer goes. */
export interface ClientSide {
  readonly socket: Socket;
  begin(head: AnswerHead, requestId: string): Outlet;
}

/** On a connection that Node's server has. */
export function sideOf(response: ServerResponse): ClientSide {
  return {
    socket: response.req.socket,
    begin: ({ status, headers }, requestId) => {
      response.writeHead(status, {
        ...SECURITY_HEADERS,
        ...returnedHeaders(headers),
        [REQUEST_ID_HEADER]: requestId,
      });
      return new ResponseOutlet(response);
    },
  };
}

/** On one that it has not got yet. */
export function sideBefore({ socket, rest, answered }: PlainAnswer): ClientSide {
  return {
    socket,
    begin: (head, requestId) => new LaneOutlet(socket, headText(head, requestId, rest), answered),
  };
}

/** As Node would write it; the values were checked as they were read. */
function headText({ status, headers }: AnswerHead, requestId: string, rest: string): string {
  let text = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n`;
  for (const name in SECURITY_HEADERS)
    if (headers[name] === undefined) text += `${name}: ${SECURITY_HEADERS[name] ?? ''}\r\n`;
  return `${text}${linesOf(returnedHeaders(headers))}${REQUEST_ID_HEADER}: ${requestId}\r\n${rest}\r\n`;
}

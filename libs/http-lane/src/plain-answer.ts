import type { Socket } from 'node:net';

/** What an answer needs on a connection that Node's HTTP server has not got. */
export interface PlainAnswer {
  readonly socket: Socket;
  /** Header lines that Node would add. */
  readonly rest: string;
  readonly answered: () => void;
}

import type { IncomingMessage } from 'node:http';
import type { Outlet } from '@waybill/http-lane';
import type { UpstreamAnswer } from '../upstream-answer.js';
import type { AnswerHead } from './answer-head.js';
import type { BegunAnswer } from './exchange.js';
import type { KernelPipe } from './kernel-pipe.js';
import { type Ended, KernelRelay } from './kernel-relay.js';
import { RelayedBody } from './relayed-body.js';
import { readWithParser } from './replayed-connection.js';
import type { UpstreamConnection } from './upstream-connection.js';

export interface TransferSource {
  readonly connection: UpstreamConnection;
  readonly answer: BegunAnswer;
  /** The answer was read to its end, and the connection may have its next exchange. */
  readonly release: () => void;
}

/** A download whose answer has begun. It has its connection until it is answered, relayed or dropped. */
export class BegunTransfer {
  constructor(
    private readonly source: TransferSource,
    private readonly kernel: KernelPipe,
  ) {}

  /** Null where only a whole parser understands it. */
  get head(): AnswerHead | null {
    return this.source.answer.head;
  }

  /** With its body as a stream. */
  async answer(path: string): Promise<UpstreamAnswer> {
    const { connection, answer, release } = this.source;
    const { head, rest } = answer;
    if (head === null) return answerOf(await readWithParser(connection, rest, path));
    const body = new RelayedBody({ connection, first: rest, length: head.length, release }, this.kernel);
    return { statusCode: head.status, headers: head.headers, body };
  }

  /** Moves its body to a client. `ended` comes once, later or at once. */
  relay({ length }: AnswerHead, to: Outlet, ended: Ended): KernelRelay {
    const { connection, answer, release } = this.source;
    const relay = new KernelRelay(this.kernel, connection, to, length, (error) => {
      if (error === null) release();
      else connection.destroy();
      ended(error);
    });
    connection.hold(relay);
    relay.start(answer.rest);
    return relay;
  }

  drop(): void {
    this.source.connection.destroy();
  }
}

function answerOf(message: IncomingMessage): UpstreamAnswer {
  return { statusCode: message.statusCode ?? 0, headers: message.headers, body: message };
}

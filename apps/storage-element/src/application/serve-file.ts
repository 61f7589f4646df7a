import type { ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import type { Client } from '@waybill/contracts';
import { uuidv7 } from '@waybill/kernel';
import type { Plan } from '@waybill/http-range';
import { TransferAccount } from '../accounting/transfer-account.js';
import { TransferLedger } from '../accounting/transfer-ledger.js';
import type { OpenBytes } from '../sources/open-bytes.js';
import { BodySender } from '../transfer/body-sender.js';
import type { Admission } from './admission.js';
import { OpenFile } from './open-file.js';
import { RunningTransfers } from './running-transfers.js';
import { Throttles } from './throttles.js';

/** A shorter body is over before its beginning could be written down. */
const DURABLE_FROM_BYTES = 4 * 1024 * 1024;

export interface Serving {
  readonly admission: Admission;
  readonly plan: Plan;
  readonly client: Client;
  readonly requestId: string;
  readonly response: ServerResponse;
  /** Writes status and headers into the response; they leave with the first bytes. */
  readonly writeHead: () => void;
}

/** Sends a planned body, keeps its account, and lets it be throttled, limited and cut. */
@Injectable()
export class ServeFile {
  constructor(
    private readonly openFile: OpenFile,
    private readonly sender: BodySender,
    private readonly running: RunningTransfers,
    private readonly throttles: Throttles,
    private readonly ledger: TransferLedger,
  ) {}

  /** Resolves when the body was handed over or ended early. Rejects only before anything was written. */
  async execute(serving: Serving): Promise<void> {
    const leave = this.running.enter(serving.admission.userId);
    try {
      await this.#send(serving, await this.openFile.execute(serving.admission.file));
    } finally {
      leave();
    }
  }

  /** The same without waiting, where the file is open already; false, and nothing was done, where it is not. */
  executeAtOnce(serving: Serving): boolean {
    const { userId, file } = serving.admission;
    if (!this.running.hasRoom(userId)) return false;
    const source = this.openFile.peek(file);
    if (source === undefined) return false;
    const leave = this.running.enter(userId);
    void this.#send(serving, source).finally(leave);
    return true;
  }

  #send(
    { admission, plan, client, requestId, response, writeHead }: Serving,
    source: OpenBytes,
  ): Promise<unknown> {
    const { throttle, leave } = this.throttles.of(admission);
    writeHead();
    const body = this.sender.begin(response, { pieces: plan.body, length: plan.length }, source, throttle);
    const account = new TransferAccount(
      uuidv7(),
      requestId,
      { ...admission.facts, client },
      body,
      Date.now(),
    );
    const forget = admission.granted === null ? undefined : this.running.follow(admission.granted, body);
    return this.#run(account).finally(() => {
      forget?.();
      leave();
    });
  }

  /** A body that takes a while begins durably: were this process killed, its client could still go on and finish. */
  async #run(account: TransferAccount): Promise<void> {
    if (account.body.body.length > DURABLE_FROM_BYTES) await this.ledger.beginDurably(account);
    else this.ledger.begin(account);
    await account.body.run();
  }
}

import { Injectable } from '@nestjs/common';
import type { Client } from '@waybill/contracts';
import type { Outlet } from '@waybill/http-lane';
import { uuidv7 } from '@waybill/kernel';
import { gauge } from '@waybill/platform';
import type { Plan } from '@waybill/http-range';
import { TransferAccount } from '../accounting/transfer-account.js';
import { TransferLedger } from '../accounting/transfer-ledger.js';
import type { StoredFile } from '../domain/stored-file.js';
import type { OpenBytes } from '../sources/open-bytes.js';
import { BodySender } from '../transfer/body-sender.js';
import type { BodyTransfer } from '../transfer/body-transfer.js';
import { RelayedBody } from '../transfer/relayed-body.js';
import { type Admission, factsFor } from './admission.js';
import { OpenFile } from './open-file.js';
import { RunningTransfers } from './running-transfers.js';
import { Throttles } from './throttles.js';
import { Turn } from './turn.js';

export interface Serving {
  readonly admission: Admission;
  readonly plan: Plan;
  readonly client: Client;
  readonly requestId: string;
  /** Writes status and headers; they leave with the first bytes. Called once, when nothing stands in the way any more. */
  readonly answer: () => Outlet;
}

/** Sends a planned body, keeps its account, and lets it be throttled, limited and cut. */
@Injectable()
export class ServeFile {
  readonly #active = gauge('transfers_active', 'Response bodies on their way, by who moves them', ['engine']);

  readonly #turn = new Turn<InTurn>((all) => this.#sendAll(all));

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
      const source = await this.openFile.execute(serving.admission.file);
      await this.#run(serving, this.#begin(serving, source));
    } finally {
      leave();
    }
  }

  /** Lets a server in front of us send the body: it is accounted for as delivered. Rejects as `execute` does. */
  async relay({ admission, plan, client, requestId }: Omit<Serving, 'answer'>): Promise<void> {
    const leave = this.running.enter(admission.userId);
    try {
      (await this.openFile.execute(admission.file)).release();
      const body = new RelayedBody({ pieces: plan.body, length: plan.length });
      this.ledger.begin(
        new TransferAccount(uuidv7(), requestId, factsFor(admission, client), body, Date.now()),
      );
    } finally {
      leave();
    }
  }

  /** Throws where `execute` would find no bytes to send: for answers that carry none. */
  async check(file: StoredFile): Promise<void> {
    (await this.openFile.execute(file)).release();
  }

  /**
   * The same as `execute` without waiting, where the file is open already; false, and nothing was done, where it is not. The
   * bytes leave before the next turn of the event loop.
   */
  executeAtOnce(serving: Serving): boolean {
    const { userId, file } = serving.admission;
    if (!this.#hasRoom(userId)) return false;
    const source = this.openFile.peek(file);
    if (source === undefined) return false;
    const begun = this.#begin(serving, source);
    this.#turn.add({ serving, begun, leave: this.running.enter(userId) });
    return true;
  }

  /** Who has no place may find that those before him need theirs no longer. */
  #hasRoom(userId: string): boolean {
    if (!this.running.hasRoom(userId)) this.#turn.end();
    return this.running.hasRoom(userId);
  }

  #sendAll(all: readonly InTurn[]): void {
    for (const { serving, begun, leave } of all)
      if (this.ledger.begin(begun.account) && begun.body.sendAtOnce()) this.#end(begun, leave);
      else void this.#run(serving, begun).finally(leave);
  }

  #end({ account, giveBack }: Begun, leave: () => void): void {
    giveBack();
    leave();
    this.ledger.sentAtOnce(account);
  }

  #begin({ admission, plan, client, requestId, answer }: Serving, source: OpenBytes): Begun {
    const { throttle, leave: giveBack } = this.throttles.of(admission);
    const body = this.sender.begin(answer(), { pieces: plan.body, length: plan.length }, source, throttle);
    const account = new TransferAccount(uuidv7(), requestId, factsFor(admission, client), body, Date.now());
    return { account, body, giveBack };
  }

  /** A body begins durably: were this process killed, its client could still go on and finish. */
  async #run({ admission }: Serving, { account, body, giveBack }: Begun): Promise<void> {
    const { engine } = body;
    this.#active.inc({ engine });
    const forget = admission.granted === null ? undefined : this.running.follow(admission.granted, body);
    if (!this.ledger.begin(account)) await this.ledger.beginDurably(account);
    await body.run();
    forget?.();
    giveBack();
    this.#active.dec({ engine });
  }
}

interface Begun {
  readonly account: TransferAccount;
  readonly body: BodyTransfer;
  /** Leaves its part in the throttles. */
  readonly giveBack: () => void;
}

/** A body that leaves at the end of the turn. */
interface InTurn {
  readonly serving: Serving;
  readonly begun: Begun;
  /** Frees the person's place. */
  readonly leave: () => void;
}

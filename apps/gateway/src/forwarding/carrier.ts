import type { Socket } from 'node:net';
import type { Outlet } from '@waybill/http-lane';
import {
  childOf,
  NETWORK_HEADER,
  type RecordRequest,
  REQUEST_ID_HEADER,
  TRACE_HEADER,
} from '@waybill/platform';
import type { ClientAddresses } from '../limits/client-addresses.js';
import { networkOf } from '../limits/client-network.js';
import { findRoute } from '../routing/find-route.js';
import type { ClientSide } from './client-side.js';
import type { AnswerHead } from './lane/answer-head.js';
import type { BegunTransfer } from './lane/begun-transfer.js';
import type { KernelRelay } from './lane/kernel-relay.js';
import type { AskedTransfer, TransferLane } from './lane/transfer-lane.js';
import { waitingAt } from './lane/waiting.js';
import type { PlainDownload } from './plain-download.js';

const ROUTE = findRoute('GET', '/api/v1/files/id/download')?.path ?? '';

/** How it ended: with this status, or null where no answer began; and whether all of it was handed over. */
type Recorder = (status: number | null, isWhole: boolean) => void;

export interface CarrierOptions {
  /** For the service's head. */
  readonly timeoutMs: number;
  readonly addresses: ClientAddresses;
}

/** Carries a plain download from its service to its client, and tells of it when it is over. */
export class Carrier {
  constructor(
    private readonly lane: TransferLane,
    private readonly options: CarrierOptions,
    private readonly record: RecordRequest,
  ) {}

  /**
   * Resolves when the answer has begun, or nobody waits for one any more; with false where it is not for the lane. Rejects as
   * undici does. In both cases nothing was answered.
   */
  async carry(download: PlainDownload, client: ClientSide): Promise<boolean> {
    const record = this.#recorder(download);
    const transfer = await this.#begin(download, client.socket);
    if (transfer === null) {
      record(null, false);
      return true;
    }
    const { head } = transfer;
    if (head === null) transfer.drop();
    else relay(transfer, head, beginning(transfer, head, download, client), client.socket, record);
    return head !== null;
  }

  /** Null where the client is gone. */
  async #begin(download: PlainDownload, socket: Socket): Promise<BegunTransfer | null> {
    try {
      return await this.lane.begin(this.#asked(download, socket), waitingAt(socket));
    } catch (error) {
      if (socket.destroyed) return null;
      throw error;
    }
  }

  #asked({ path, lines, forwardedFor, facts }: PlainDownload, socket: Socket): AskedTransfer {
    const { addresses, timeoutMs } = this.options;
    const network = networkOf(addresses.of(socket, forwardedFor));
    const own =
      (network === null ? '' : `${NETWORK_HEADER}: ${network}\r\n`) +
      `${REQUEST_ID_HEADER}: ${facts.requestId}\r\n${TRACE_HEADER}: ${childOf(facts.traceparent)}\r\n`;
    return { path, lines: lines + own, timeoutMs };
  }

  #recorder({ path: url, facts }: PlainDownload): Recorder {
    const started = performance.now();
    return (status, isWhole) => {
      const ms = performance.now() - started;
      this.record({ method: 'GET', url, status, isWhole, route: ROUTE, ms }, facts);
    };
  }
}

/** Throws where the head cannot be written, and then nothing was. */
function beginning(
  transfer: BegunTransfer,
  head: AnswerHead,
  { facts }: PlainDownload,
  client: ClientSide,
): Outlet {
  try {
    return client.begin(head, facts.requestId);
  } catch (error) {
    transfer.drop();
    throw error;
  }
}

/** An answer that is not whole is cut, so that nobody takes it for one. */
function relay(
  transfer: BegunTransfer,
  head: AnswerHead,
  outlet: Outlet,
  socket: Socket,
  record: Recorder,
): void {
  let running: KernelRelay | null = null;
  const gone = () => running?.lost(new Error('The client is gone'));
  socket.once('close', gone);
  running = transfer.relay(head, outlet, (error) => {
    socket.off('close', gone);
    record(head.status, error === null);
    if (error === null) outlet.end();
    else socket.destroy();
  });
}

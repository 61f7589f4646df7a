import { counter } from '@waybill/platform';
import { pino, stdTimeFunctions } from 'pino';
import type { TransferAccount } from './transfer-account.js';
import type { Outcome } from './transfer-facts.js';

export interface LogSettings {
  readonly level: string;
}

/** Lines leave together: at 64 KiB a body one write each would cost more than the body. */
const CHUNK_BYTES = 8 * 1024;
const LONGEST_WAIT_MS = 1_000;

const format = ({ start, end }: { start: number; end: number }) => `${start}-${end - 1}`;

/**
 * The access log, one line a transfer, and its figures. No ticket, no address, no name of a person's: ids only, so its
 * lines need no search for secrets as those of the service's logger do.
 */
export class TransferLog {
  readonly #destination = pino.destination({
    fd: 1,
    sync: false,
    minLength: CHUNK_BYTES,
    periodicFlush: LONGEST_WAIT_MS,
  });
  readonly #logger;
  readonly #transfers = counter('transfers_total', 'Response bodies, by outcome', ['outcome']);
  readonly #bytes = counter('transfer_bytes_total', 'Bytes of files that clients acknowledged', []);

  constructor({ level }: LogSettings) {
    const base = { service: 'storage-element', pid: process.pid, context: 'Access' };
    const formatters = { level: (label: string) => ({ level: label }) };
    this.#logger = pino({ level, base, timestamp: stdTimeFunctions.isoTime, formatters }, this.#destination);
  }

  ended(account: TransferAccount, outcome: Outcome, bytes: number): void {
    const { downloadId, userId, fileId, client } = account.facts;
    this.#transfers.inc({ outcome });
    this.#bytes.inc(bytes);
    this.#logger.info(
      {
        transferId: account.id,
        requestId: account.requestId,
        downloadId,
        userId,
        fileId,
        ranges: account.planned.map(format).join(','),
        bytes,
        ms: (account.body.endedAt ?? Date.now()) - account.startedAt.getTime(),
        outcome,
        network: client.network,
      },
      'transfer',
    );
  }

  /** Writes down what still waits. */
  close(): void {
    this.#destination.flushSync();
  }
}
